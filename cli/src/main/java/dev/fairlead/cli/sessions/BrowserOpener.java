package dev.fairlead.cli.sessions;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Opens a page where there is a screen to show it on; elsewhere it does nothing.
final class BrowserOpener {
    private BrowserOpener() {}

    static void open(String url, Map<String, String> environment) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean screen =
                mac
                        || environment.containsKey("DISPLAY")
                        || environment.containsKey("WAYLAND_DISPLAY");
        if (!screen || environment.containsKey("SSH_CONNECTION")) {
            return;
        }
        var browser = new ProcessBuilder(List.of(mac ? "open" : "xdg-open", url));
        browser.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        browser.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            browser.start();
        } catch (IOException e) {
            // The address is on the terminal too.
            return;
        }
    }
}
