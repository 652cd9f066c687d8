package dev.fairlead.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Says what to do when `bwrap` is there and does not work.
final class Trouble {
    private Trouble() {}

    static String advice(String said) {
        if (said.contains("Unknown option")) {
            return "bubblewrap is too old; install version 0.8 or later (it said: " + said + ").";
        }
        if (off("/proc/sys/kernel/unprivileged_userns_clone", "0")) {
            return "user namespaces are forbidden; set kernel.unprivileged_userns_clone=1 with"
                    + " sysctl.";
        }
        if (off("/proc/sys/user/max_user_namespaces", "0")) {
            return "user namespaces are forbidden; set user.max_user_namespaces above 0 with"
                    + " sysctl.";
        }
        if (off("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
            return "AppArmor forbids user namespaces; give bwrap a profile that allows `userns`, or"
                    + " set kernel.apparmor_restrict_unprivileged_userns=0 with sysctl.";
        }
        if (said.contains("namespace") || said.contains("uid map")) {
            return "user namespaces are forbidden here; in a container, run the server with a"
                    + " seccomp profile that allows them (it said: "
                    + said
                    + ").";
        }
        return "bubblewrap is there but does not work: " + said;
    }

    private static boolean off(String file, String value) {
        try {
            return Files.readString(Path.of(file)).strip().equals(value);
        } catch (IOException e) {
            // This kernel has no such setting.
            return false;
        }
    }
}
