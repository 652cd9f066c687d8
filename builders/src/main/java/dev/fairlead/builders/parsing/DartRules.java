package dev.fairlead.builders.parsing;

import dev.fairlead.builders.analysis.Match;
import dev.fairlead.builders.analysis.Rule;
import dev.fairlead.builders.analysis.Severity;

import java.util.List;
import java.util.Set;

/// What Dart may not use.
public final class DartRules {
    private static final String IO = "dart:io";

    public static final List<Rule> ALL =
            List.of(
                    block(
                            "dart-processes",
                            "functions may not start or see processes",
                            io("Process", "ProcessResult", "ProcessSignal", "ProcessStartMode")),
                    block(
                            "dart-exit",
                            "functions may not end their process; return or throw instead",
                            io("exit", "exitCode", "sleep", "pid")),
                    block(
                            "dart-network",
                            "functions have no network",
                            io(
                                    "Socket",
                                    "SecureSocket",
                                    "RawSocket",
                                    "RawSecureSocket",
                                    "RawDatagramSocket",
                                    "ServerSocket",
                                    "SecureServerSocket",
                                    "RawServerSocket",
                                    "HttpServer",
                                    "HttpClient",
                                    "HttpOverrides",
                                    "IOOverrides",
                                    "WebSocket",
                                    "InternetAddress",
                                    "NetworkInterface")),
                    block(
                            "dart-native",
                            "functions may not reach native code",
                            new Match.Module("dart:ffi"),
                            new Match.Module("dart:nativewrappers"),
                            new Match.Modifier("external")),
                    block(
                            "dart-reflection",
                            "functions may not use reflection",
                            new Match.Module("dart:mirrors")),
                    block(
                            "dart-isolates",
                            "functions have one thread",
                            new Match.Module("dart:isolate"),
                            new Match.Module("dart:cli"),
                            new Match.Module("dart:developer")),
                    block(
                            "dart-browser",
                            "functions do not run in a browser",
                            new Match.Module("dart:html"),
                            new Match.Module("dart:indexed_db"),
                            new Match.Module("dart:js"),
                            new Match.Module("dart:js_interop"),
                            new Match.Module("dart:js_interop_unsafe"),
                            new Match.Module("dart:js_util"),
                            new Match.Module("dart:svg"),
                            new Match.Module("dart:ui"),
                            new Match.Module("dart:web_audio"),
                            new Match.Module("dart:web_gl")));

    private DartRules() {}

    private static Match io(String... names) {
        return new Match.Member(IO, Set.of(names));
    }

    private static Rule block(String id, String message, Match... matches) {
        return new Rule(id, Severity.BLOCK, List.of(matches), message);
    }
}
