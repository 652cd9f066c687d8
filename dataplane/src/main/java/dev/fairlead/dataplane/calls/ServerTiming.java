package dev.fairlead.dataplane.calls;

/// The `Server-Timing` header (https://www.w3.org/TR/server-timing/): where an answer's time went,
/// in milliseconds.
public final class ServerTiming {
    private ServerTiming() {}

    public static String of(long queueNanos, long startNanos, long runNanos) {
        var text = new StringBuilder(64).append("queue;dur=");
        millis(text, queueNanos);
        millis(text.append(", start;dur="), startNanos);
        millis(text.append(", run;dur="), runNanos);
        return text.toString();
    }

    /// Of a request that was forwarded.
    public static String forwarded(long queueNanos, long connectNanos, long answerNanos) {
        var text = new StringBuilder(64).append("queue;dur=");
        millis(text, queueNanos);
        millis(text.append(", connect;dur="), connectNanos);
        millis(text.append(", upstream;dur="), answerNanos);
        return text.toString();
    }

    private static void millis(StringBuilder text, long nanos) {
        long micros = Math.max(0, nanos / 1000);
        long rest = micros % 1000;
        text.append(micros / 1000).append('.');
        if (rest < 100) {
            text.append('0');
        }
        if (rest < 10) {
            text.append('0');
        }
        text.append(rest);
    }
}
