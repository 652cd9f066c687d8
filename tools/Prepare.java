import java.util.List;

/// Installs what the server needs of Debian where it is missing: builds run in bubblewrap. Without
/// it the server starts all the same, and says so when a build needs it.
public final class Prepare {
    private Prepare() {}

    public static void main(String[] args) throws Exception {
        new AptTools().ensure(List.of(new AptTools.Tool("/usr/bin/bwrap", "bubblewrap")), List.of());
    }
}
