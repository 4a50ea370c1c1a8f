import Runtime

@main
struct App {
    static func main() async {
        await ServiceProcess.run(CaseHandlingService.self)
    }
}
