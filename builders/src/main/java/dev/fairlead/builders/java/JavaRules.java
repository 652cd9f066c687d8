package dev.fairlead.builders.java;

import dev.fairlead.builders.analysis.Match;
import dev.fairlead.builders.analysis.Rule;
import dev.fairlead.builders.analysis.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What Java functions may not use. The sandbox is what holds them; these rules tell an author
/// early, with a place, and take away the tools that attacks on a sandbox begin with.
final class JavaRules {
    private static final String LANG = "java.lang.";

    static final List<Rule> ALL =
            List.of(
                    block(
                            "java-reflection",
                            "functions may not use reflection",
                            member(
                                    LANG + "Class",
                                    "forName",
                                    "newInstance",
                                    "getMethod",
                                    "getMethods",
                                    "getDeclaredMethod",
                                    "getDeclaredMethods",
                                    "getField",
                                    "getFields",
                                    "getDeclaredField",
                                    "getDeclaredFields",
                                    "getConstructor",
                                    "getConstructors",
                                    "getDeclaredConstructor",
                                    "getDeclaredConstructors",
                                    "getEnclosingMethod",
                                    "getEnclosingConstructor",
                                    "getRecordComponents"),
                            type("java.lang.reflect."),
                            type("java.lang.invoke."),
                            type("java.beans.")),
                    block(
                            "java-processes",
                            "functions may not start or see processes",
                            type(LANG + "ProcessBuilder"),
                            type(LANG + "Process"),
                            type(LANG + "ProcessHandle"),
                            member(LANG + "Runtime", "exec")),
                    block(
                            "java-exit",
                            "functions may not end their process; return or throw instead",
                            member(LANG + "System", "exit"),
                            member(LANG + "Runtime", "exit", "halt", "addShutdownHook")),
                    block(
                            "java-native",
                            "functions may not reach native code",
                            new Match.Modifier("native"),
                            member(LANG + "System", "load", "loadLibrary", "mapLibraryName"),
                            member(LANG + "Runtime", "load", "loadLibrary"),
                            type("java.lang.foreign."),
                            type("sun.misc.Unsafe")),
                    block(
                            "java-network",
                            "functions have no network",
                            type("java.net.Socket"),
                            type("java.net.ServerSocket"),
                            type("java.net.DatagramSocket"),
                            type("java.net.MulticastSocket"),
                            type("java.net.SocketImpl"),
                            type("java.net.DatagramSocketImpl"),
                            type("java.net.URLConnection"),
                            type("java.net.HttpURLConnection"),
                            type("java.net.JarURLConnection"),
                            type("java.net.InetAddress"),
                            type("java.net.NetworkInterface"),
                            type("java.net.ProxySelector"),
                            type("java.net.Authenticator"),
                            type("java.net.http."),
                            type("java.net.spi."),
                            member("java.net.URL", "openConnection", "openStream", "getContent"),
                            type("java.nio.channels.SocketChannel"),
                            type("java.nio.channels.ServerSocketChannel"),
                            type("java.nio.channels.DatagramChannel"),
                            type("java.nio.channels.AsynchronousSocketChannel"),
                            type("java.nio.channels.AsynchronousServerSocketChannel"),
                            type("javax.net."),
                            type("java.rmi."),
                            type("javax.naming.")),
                    block(
                            "java-class-loading",
                            "functions may not load classes at run time",
                            type(LANG + "ClassLoader"),
                            type(LANG + "ModuleLayer"),
                            type(LANG + "Module"),
                            type("java.net.URLClassLoader"),
                            type("java.security.SecureClassLoader"),
                            type("java.util.ServiceLoader"),
                            type("javax.tools."),
                            type("javax.script."),
                            member(LANG + "Class", "getClassLoader", "getModule"),
                            member(
                                    LANG + "Thread",
                                    "getContextClassLoader",
                                    "setContextClassLoader")),
                    block(
                            "java-security",
                            "functions may not change how the JVM guards itself",
                            member(LANG + "System", "setSecurityManager", "getSecurityManager"),
                            type(LANG + "SecurityManager"),
                            type("java.security.Policy"),
                            member(
                                    "java.security.Security",
                                    "setProperty",
                                    "addProvider",
                                    "insertProviderAt",
                                    "removeProvider")),
                    block(
                            "java-instrumentation",
                            "functions may not watch or change the JVM",
                            type("java.lang.instrument."),
                            type("java.lang.management."),
                            type("javax.management."),
                            type("com.sun.tools.")),
                    block(
                            "java-internals",
                            "functions may not use the JDK's insides",
                            type("jdk."),
                            type("sun."),
                            type("com.sun."),
                            type("java.io.FileDescriptor")),
                    block(
                            "java-reserved-package",
                            "the packages below dev.fairlead belong to the platform",
                            new Match.Modifier("package dev.fairlead")),
                    warn(
                            "java-deserialization",
                            "deserializing what strangers sent runs code that they choose",
                            type("java.io.ObjectInputStream")),
                    warn(
                            "java-streams-replaced",
                            "lines that go elsewhere are not in the function's log",
                            member(LANG + "System", "setOut", "setErr", "setIn")));

    private JavaRules() {}

    private static Match type(String prefix) {
        return new Match.Type(prefix);
    }

    private static Match member(String type, String... names) {
        return new Match.Member(type, Set.of(names));
    }

    private static Rule block(String id, String message, Match... matches) {
        return new Rule(id, Severity.BLOCK, List.of(matches), message);
    }

    private static Rule warn(String id, String message, Match... matches) {
        return new Rule(id, Severity.WARN, List.of(matches), message);
    }

    static List<Rule> ofType(String name) {
        var found = new ArrayList<Rule>();
        for (Rule rule : ALL) {
            if (rule.matches().stream()
                    .anyMatch(match -> match instanceof Match.Type type && type.covers(name))) {
                found.add(rule);
            }
        }
        return found;
    }

    static List<Rule> ofMember(String type, String name) {
        var found = new ArrayList<Rule>();
        for (Rule rule : ALL) {
            for (Match match : rule.matches()) {
                if (match instanceof Match.Member(String owner, Set<String> names)
                        && owner.equals(type)
                        && names.contains(name)) {
                    found.add(rule);
                }
            }
        }
        return found;
    }

    static List<Rule> ofModifier(String word) {
        return ALL.stream()
                .filter(rule -> rule.matches().contains(new Match.Modifier(word)))
                .toList();
    }
}
