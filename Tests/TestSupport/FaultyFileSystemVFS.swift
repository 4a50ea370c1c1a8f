import Foundation
import GRDBSQLite
import Synchronization

/// The layer in SQLite's terms: a VFS over the one of the operating system.
enum FaultyVFS {
    static let plans = Mutex<[String: FaultPlan]>([:])
    static let claim = "kim.test.temporary-files"

    /// An open file of a watched folder; the operating system's own file follows it in memory.
    private struct File {
        var base: sqlite3_file
        var plan: UnsafeMutableRawPointer?
        /// The file's number in the log; negative without one.
        var number: Int
    }

    private typealias FilePointer = UnsafeMutablePointer<sqlite3_file>
    private static let offset = 32

    /// SQLite's answer to the registration as default, which happens once in a process.
    static let registration: Int32 = {
        guard MemoryLayout<File>.size <= offset, let real = sqlite3_vfs_find("unix") else { return SQLITE_ERROR }
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: ioMethods)
        // All that is not set here is the operating system's own: its functions do not look at which VFS they are
        // called for.
        var layer = real.pointee
        layer.pNext = nil
        layer.zName = UnsafePointer(strdup("kim-faulty"))
        layer.szOsFile += Int32(offset)
        layer.pAppData = UnsafeMutableRawPointer(methods)
        layer.xOpen = { vfs, name, file, flags, outFlags in
            guard let vfs, let file else { return SQLITE_MISUSE }
            return open(vfs, name, file, flags, outFlags)
        }
        layer.xDelete = { delete(name: $1, syncingFolder: $2) }
        layer.xAccess = { access(name: $1, flags: $2, answer: $3) }
        let registered = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        registered.initialize(to: layer)
        return sqlite3_vfs_register(registered, 1)
    }()

    private static func open(
        _ vfs: UnsafeMutablePointer<sqlite3_vfs>, _ name: UnsafePointer<CChar>?, _ file: FilePointer, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let real = sqlite3_vfs_find("unix") else { return SQLITE_CANTOPEN }
        guard let plan = plan(for: name) else { return real.pointee.xOpen(real, name, file, flags, outFlags) }
        file.pointee.pMethods = nil
        if let code = plan.turn(of: .open) { return code }
        let code = real.pointee.xOpen(real, name, under(file), flags, outFlags)
        guard under(file).pointee.pMethods != nil else { return code }
        let methods = vfs.pointee.pAppData.assumingMemoryBound(to: sqlite3_io_methods.self)
        let number = name.flatMap { name in plan.note { $0.open(String(cString: name), flags: flags) } } ?? -1
        UnsafeMutableRawPointer(file).bindMemory(to: File.self, capacity: 1).pointee = File(
            base: sqlite3_file(pMethods: methods), plan: Unmanaged.passRetained(plan).toOpaque(), number: number)
        return code
    }

    private static func delete(name: UnsafePointer<CChar>?, syncingFolder: Int32) -> Int32 {
        guard let real = sqlite3_vfs_find("unix"), let name else { return SQLITE_MISUSE }
        let plan = plan(for: name)
        if let code = plan?.turn(of: .delete) { return code }
        let code = real.pointee.xDelete(real, name, syncingFolder)
        if code == SQLITE_OK {
            _ = plan?.note { $0.delete(String(cString: name), syncingFolder: syncingFolder != 0) }
        }
        return code
    }

    private static func access(
        name: UnsafePointer<CChar>?, flags: Int32, answer: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let real = sqlite3_vfs_find("unix"), let name else { return SQLITE_MISUSE }
        if let code = plan(for: name)?.turn(of: .look) { return code }
        return real.pointee.xAccess(real, name, flags, answer)
    }

    private static func plan(for name: UnsafePointer<CChar>?) -> FaultPlan? {
        guard let name else { return Thread.current.threadDictionary[claim] as? FaultPlan }
        let path = String(cString: name)
        return plans.withLock { plans in plans.first { path.hasPrefix($0.key) }?.value }
    }

    private static func under(_ file: FilePointer) -> FilePointer {
        (UnsafeMutableRawPointer(file) + offset).assumingMemoryBound(to: sqlite3_file.self)
    }

    /// Fails in the operating system's stead, or lets it do the work.
    private static func call(
        _ file: FilePointer?, _ operation: FaultyFileSystem.Operation? = nil,
        _ work: (FilePointer, UnsafePointer<sqlite3_io_methods>) -> Int32
    ) -> Int32 {
        guard let file, let methods = under(file).pointee.pMethods else { return SQLITE_MISUSE }
        if let operation, let code = plan(of: file)?.takeUnretainedValue().turn(of: operation) { return code }
        return work(under(file), methods)
    }

    private static func plan(of file: FilePointer) -> Unmanaged<FaultPlan>? {
        UnsafeRawPointer(file).assumingMemoryBound(to: File.self).pointee.plan.map { .fromOpaque($0) }
    }

    /// Lets the operating system do what changes the file, and notes it in the log.
    private static func change(
        _ file: FilePointer?, _ operation: FaultyFileSystem.Operation,
        _ work: (FilePointer, UnsafePointer<sqlite3_io_methods>) -> Int32, note: (inout DiskLog, Int) -> Void
    ) -> Int32 {
        let code = call(file, operation, work)
        guard code == SQLITE_OK, let file else { return code }
        let number = UnsafeRawPointer(file).assumingMemoryBound(to: File.self).pointee.number
        if number >= 0 { _ = plan(of: file)?.takeUnretainedValue().note { note(&$0, number) } }
        return code
    }

    private static var ioMethods: sqlite3_io_methods {
        var methods = sqlite3_io_methods()
        methods.iVersion = 3
        methods.xClose = { file in
            let code = FaultyVFS.call(file) { $1.pointee.xClose($0) }
            if let file { FaultyVFS.plan(of: file)?.release() }
            return code
        }
        methods.xRead = { file, bytes, count, at in
            FaultyVFS.call(file, .read) { $1.pointee.xRead($0, bytes, count, at) }
        }
        methods.xWrite = { file, bytes, count, at in
            FaultyVFS.change(file, .write) {
                $1.pointee.xWrite($0, bytes, count, at)
            } note: {
                $0.write($1, at: Int(at), bytes: UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            }
        }
        methods.xTruncate = { file, size in
            FaultyVFS.change(file, .truncate) {
                $1.pointee.xTruncate($0, size)
            } note: {
                $0.truncate($1, to: Int(size))
            }
        }
        methods.xSync = { file, flags in
            FaultyVFS.change(file, .sync) {
                $1.pointee.xSync($0, flags)
            } note: {
                $0.sync($1)
            }
        }
        methods.xFileSize = { file, size in FaultyVFS.call(file, .look) { $1.pointee.xFileSize($0, size) } }
        methods.xLock = { file, level in FaultyVFS.call(file, .lock) { $1.pointee.xLock($0, level) } }
        methods.xUnlock = { file, level in FaultyVFS.call(file) { $1.pointee.xUnlock($0, level) } }
        methods.xCheckReservedLock = { file, answer in
            FaultyVFS.call(file) { $1.pointee.xCheckReservedLock($0, answer) }
        }
        methods.xFileControl = { file, code, argument in
            FaultyVFS.call(file) { $1.pointee.xFileControl($0, code, argument) }
        }
        methods.xSectorSize = { file in FaultyVFS.call(file) { $1.pointee.xSectorSize($0) } }
        methods.xDeviceCharacteristics = { file in FaultyVFS.call(file) { $1.pointee.xDeviceCharacteristics($0) } }
        methods.xShmMap = { file, page, size, extend, memory in
            memory?.pointee = nil
            return FaultyVFS.call(file, .map) { $1.pointee.xShmMap($0, page, size, extend, memory) }
        }
        methods.xShmLock = { file, at, count, flags in
            let operation: FaultyFileSystem.Operation? = flags & SQLITE_SHM_LOCK != 0 ? .lock : nil
            return FaultyVFS.call(file, operation) { $1.pointee.xShmLock($0, at, count, flags) }
        }
        methods.xShmBarrier = { file in
            _ = FaultyVFS.call(file) {
                $1.pointee.xShmBarrier($0)
                return SQLITE_OK
            }
        }
        methods.xShmUnmap = { file, delete in FaultyVFS.call(file) { $1.pointee.xShmUnmap($0, delete) } }
        methods.xFetch = { file, at, count, memory in
            FaultyVFS.call(file) { $1.pointee.xFetch($0, at, count, memory) }
        }
        methods.xUnfetch = { file, at, memory in FaultyVFS.call(file) { $1.pointee.xUnfetch($0, at, memory) } }
        return methods
    }
}
