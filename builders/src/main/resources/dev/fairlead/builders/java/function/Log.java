package dev.fairlead.function;

/** Log lines with a level. What is printed is one, too: info, on standard error as well. */
public final class Log {
    private Log() {}

    public static void debug(String text) {
        line(7, text);
    }

    public static void info(String text) {
        line(6, text);
    }

    public static void warn(String text) {
        line(4, text);
    }

    public static void error(String text) {
        line(3, text);
    }

    private static void line(int level, String text) {
        System.err.println("<" + level + ">" + text);
    }
}
