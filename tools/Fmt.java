import java.nio.file.Path;

/// Formats every Java source as `verify` wants it.
public final class Fmt {
    private Fmt() {}

    public static void main(String[] args) throws Exception {
        System.exit(Maven.run(Path.of(args[0]), System.out::println, "-q", "spotless:apply"));
    }
}
