package dev.fairlead.sandbox.bubblewrap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The filter that keeps steps off parts of the kernel that no compiler needs and that were the way
/// out of sandboxes before: a program of the kernel's packet filter, which `bwrap` loads.
final class SystemCalls {
    // From linux/filter.h, linux/seccomp.h, linux/audit.h.
    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_BITS = 0x45;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int ERROR = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int SECOND_ARGUMENT = 24;
    private static final int X32 = 0x40000000;
    private static final int NEW_NAMESPACES = 0x7e020000;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541c;
    private static final int CLONE3 = 435;

    /// The same on both: io_uring, the new mount calls, pidfd_getfd, process_madvise, quotactl_fd,
    /// memfd_secret.
    private static final List<Integer> NEWER =
            List.of(425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442, 443, 447);

    /// ptrace, process_vm_*, mount*, pivot_root, chroot, unshare, setns, keys, bpf, perf,
    /// userfaultfd, modules, kexec, reboot, swap, acct, quotactl, syslog, clocks, file handles,
    /// lookup_dcookie, kcmp, vhangup, fanotify, names of the host; last on x86 iopl, ioperm,
    /// modify_ldt, uselib, nfsservctl.
    private static final List<Integer> X86 =
            List.of(
                    101, 310, 311, 165, 166, 155, 161, 272, 308, 250, 248, 249, 321, 298, 323, 175,
                    313, 176, 246, 320, 169, 167, 168, 163, 179, 103, 164, 227, 159, 305, 303, 304,
                    212, 312, 153, 300, 170, 171, 172, 173, 154, 134, 180);

    private static final List<Integer> ARM =
            List.of(
                    117, 270, 271, 40, 39, 41, 51, 97, 268, 219, 217, 218, 280, 241, 282, 105, 273,
                    106, 104, 294, 142, 224, 225, 89, 60, 116, 170, 112, 171, 266, 264, 265, 18,
                    272, 58, 262, 161, 162, 42);

    private SystemCalls() {}

    /// Empty for a processor whose numbers we do not know.
    static Optional<byte[]> filter(String processor) {
        return switch (processor) {
            case "amd64", "x86_64" -> Optional.of(filter(0xc000003e, X86, 56, 16, true));
            case "aarch64" -> Optional.of(filter(0xc00000b7, ARM, 220, 29, false));
            default -> Optional.empty();
        };
    }

    private static byte[] filter(
            int architecture, List<Integer> denied, int clone, int ioctl, boolean x32) {
        var program = new Program();
        program.add(LOAD, 0, 0, ARCHITECTURE);
        program.add(IF_EQUAL, 1, 0, architecture);
        program.add(RETURN, 0, 0, KILL);
        program.add(LOAD, 0, 0, NUMBER);
        if (x32) {
            program.add(IF_AT_LEAST, 0, 1, X32);
            program.add(RETURN, 0, 0, ERROR | ENOSYS);
        }
        for (int call : denied) {
            program.refuse(call, EPERM);
        }
        for (int call : NEWER) {
            program.refuse(call, EPERM);
        }
        // Its flags are behind a pointer, which no filter sees; without it, libraries use clone.
        program.refuse(CLONE3, ENOSYS);
        program.add(IF_EQUAL, 0, 4, clone);
        program.add(LOAD, 0, 0, FIRST_ARGUMENT);
        program.add(IF_BITS, 0, 1, NEW_NAMESPACES);
        program.add(RETURN, 0, 0, ERROR | EPERM);
        program.add(RETURN, 0, 0, ALLOW);
        program.add(IF_EQUAL, 0, 4, ioctl);
        program.add(LOAD, 0, 0, SECOND_ARGUMENT);
        program.add(IF_EQUAL, 1, 0, TIOCSTI);
        program.add(IF_EQUAL, 0, 1, TIOCLINUX);
        program.add(RETURN, 0, 0, ERROR | EPERM);
        program.add(RETURN, 0, 0, ALLOW);
        return program.bytes();
    }

    private record Instruction(int code, int then, int otherwise, int value) {}

    private static final class Program {
        private final List<Instruction> instructions = new ArrayList<>();

        void add(int code, int then, int otherwise, int value) {
            instructions.add(new Instruction(code, then, otherwise, value));
        }

        void refuse(int call, int error) {
            add(IF_EQUAL, 0, 1, call);
            add(RETURN, 0, 0, ERROR | error);
        }

        byte[] bytes() {
            ByteBuffer all =
                    ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.LITTLE_ENDIAN);
            for (Instruction each : instructions) {
                all.putShort((short) each.code());
                all.put((byte) each.then()).put((byte) each.otherwise());
                all.putInt(each.value());
            }
            return all.array();
        }
    }
}
