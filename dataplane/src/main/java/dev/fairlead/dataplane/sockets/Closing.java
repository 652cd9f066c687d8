package dev.fairlead.dataplane.sockets;

/// Why sockets are closed: codes of RFC 6455, section 7.4.1, and their registry.
final class Closing {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_CODE = 1005;
    static final int ABNORMAL = 1006;
    static final int INVALID_TEXT = 1007;
    static final int POLICY = 1008;
    static final int TOO_LARGE = 1009;
    static final int FAILED = 1011;
    static final int RESTART = 1012;
    static final int TRY_LATER = 1013;

    private static final int FIRST_OWN = 3000;
    private static final int LAST_OWN = 4999;
    private static final int LAST_KNOWN = 1014;

    private Closing() {}

    /// Whether a frame may carry it.
    static boolean sendable(int code) {
        boolean known =
                code >= NORMAL
                        && code <= LAST_KNOWN
                        && code != 1004
                        && code != NO_CODE
                        && code != ABNORMAL;
        return known || (code >= FIRST_OWN && code <= LAST_OWN);
    }
}
