import Runtime

@main
struct App {
    static func main() async {
        await ServiceProcess.run(SupervisionService.self)
    }
}
