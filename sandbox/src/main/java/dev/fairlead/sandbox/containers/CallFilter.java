package dev.fairlead.sandbox.containers;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The system calls that steps are kept off, as the engine reads them: by name, the same that the
/// other sandbox refuses by number. Names that a processor or an engine does not know are left out
/// by it.
final class CallFilter {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541c;

    /// The kinds of namespaces, as `clone` takes them: mounts, cgroups, names of the host, IPC,
    /// users, processes, network.
    private static final List<Integer> NAMESPACES = List.of(17, 25, 26, 27, 28, 29, 30);

    private static final List<String> DENIED =
            List.of(
                    "ptrace",
                    "process_vm_readv",
                    "process_vm_writev",
                    "mount",
                    "umount",
                    "umount2",
                    "pivot_root",
                    "chroot",
                    "unshare",
                    "setns",
                    "add_key",
                    "request_key",
                    "keyctl",
                    "bpf",
                    "perf_event_open",
                    "userfaultfd",
                    "init_module",
                    "finit_module",
                    "delete_module",
                    "create_module",
                    "get_kernel_syms",
                    "query_module",
                    "kexec_load",
                    "kexec_file_load",
                    "reboot",
                    "swapon",
                    "swapoff",
                    "acct",
                    "quotactl",
                    "syslog",
                    "settimeofday",
                    "adjtimex",
                    "clock_settime",
                    "clock_adjtime",
                    "name_to_handle_at",
                    "open_by_handle_at",
                    "lookup_dcookie",
                    "kcmp",
                    "vhangup",
                    "fanotify_init",
                    "fanotify_mark",
                    "sethostname",
                    "setdomainname",
                    "iopl",
                    "ioperm",
                    "modify_ldt",
                    "uselib",
                    "nfsservctl",
                    "io_uring_setup",
                    "io_uring_enter",
                    "io_uring_register",
                    "open_tree",
                    "move_mount",
                    "fsopen",
                    "fsconfig",
                    "fsmount",
                    "fspick",
                    "pidfd_getfd",
                    "process_madvise",
                    "mount_setattr",
                    "quotactl_fd",
                    "memfd_secret");

    private CallFilter() {}

    static String json() {
        String denied = DENIED.stream().map(CallFilter::quoted).collect(Collectors.joining(","));
        var rules =
                Stream.of(
                        Stream.of(refused(denied, EPERM, "")),
                        // Its flags are behind a pointer, which no filter sees; libraries then use
                        // clone.
                        Stream.of(refused(quoted("clone3"), ENOSYS, "")),
                        NAMESPACES.stream()
                                .map(bit ->
                                        refused(
                                                quoted("clone"),
                                                EPERM,
                                                bits(0, 1L << bit, 1L << bit))),
                        IntStream.of(TIOCSTI, TIOCLINUX)
                                .mapToObj(call ->
                                        refused(
                                                quoted("ioctl"),
                                                EPERM,
                                                bits(1, 0xffffffffL, call))));
        return "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":["
                + rules.flatMap(each -> each).collect(Collectors.joining(","))
                + "]}";
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private static String refused(String names, int error, String argument) {
        return "{\"names\":[%s],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":%d,\"args\":[%s]}"
                .formatted(names, error, argument);
    }

    private static String bits(int argument, long mask, long value) {
        return "{\"index\":%d,\"value\":%d,\"valueTwo\":%d,\"op\":\"SCMP_CMP_MASKED_EQ\"}"
                .formatted(argument, mask, value);
    }
}
