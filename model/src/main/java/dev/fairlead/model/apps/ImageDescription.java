package dev.fairlead.model.apps;

import dev.fairlead.model.errors.InvalidValue;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a version of an app is made of: an image, and how it is run. Kept as lines of fields with
/// tabs between them, each URL-encoded. `image` is the image's id (`sha256:` and 64 digits),
/// `reference` what people call it, `port` where its instances listen; an empty `command` is the
/// image's own. `user` is who it runs as, `writable` whether it may write all over its image;
/// `bounds` is what an instance may take and reach. Where the `contract` is Lambda's, `command` is
/// the handler's name, and nothing listens.
public record ImageDescription(
        String image,
        String reference,
        Contract contract,
        int port,
        List<String> command,
        Optional<String> health,
        String user,
        boolean writable,
        Bounds bounds) {
    /// Where instances listen unless they or their image say otherwise.
    public static final int USUAL_PORT = 8080;

    private static final String HEAD = "fairlead-image\t1";
    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MOST_WORDS = 100;
    private static final int LONGEST_WORD = 4096;

    public ImageDescription {
        command = List.copyOf(command);
        check(ID.matcher(image).matches(), "image", "is no image's id");
        check(port > 0 && port < 1 << 16, "port", "use 1 to 65535");
        check(
                command.size() <= MOST_WORDS
                        && command.stream().allMatch(w -> w.length() <= LONGEST_WORD),
                "command",
                "use at most " + MOST_WORDS + " words of " + LONGEST_WORD + " characters");
        check(
                health.isEmpty()
                        || (health.get().startsWith("/")
                                && health.get().chars().allMatch(c -> c > ' ' && c < 127)),
                "health",
                "use an encoded path that begins with '/'");
    }

    /// With the usual bounds.
    public ImageDescription(
            String image,
            String reference,
            Contract contract,
            int port,
            List<String> command,
            Optional<String> health,
            String user,
            boolean writable) {
        this(image, reference, contract, port, command, health, user, writable, Bounds.USUAL);
    }

    private static void check(boolean holds, String what, String rule) {
        if (!holds) {
            throw new InvalidValue(what, rule);
        }
    }

    public String text() {
        var text = new StringBuilder(HEAD).append('\n');
        line(text, "image", image);
        line(text, "reference", reference);
        if (contract != Contract.HTTP) {
            line(text, "contract", contract.word());
        }
        line(text, "port", Integer.toString(port));
        command.forEach(word -> line(text, "command", word));
        health.ifPresent(path -> line(text, "health", path));
        line(text, "user", user);
        line(text, "writable", Boolean.toString(writable));
        if (!bounds.equals(Bounds.USUAL)) {
            line(text, "cpus", Double.toString(bounds.cpus()));
            line(text, "egress", bounds.egress().word());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('\t');
        text.append(URLEncoder.encode(value, StandardCharsets.UTF_8)).append('\n');
    }

    /// Reads what `text` wrote. Throws `InvalidValue` where it is something else.
    public static ImageDescription parse(String text) {
        List<String> lines = text.lines().toList();
        check(!lines.isEmpty() && lines.getFirst().equals(HEAD), "description", "is of no image");
        var command = new ArrayList<String>();
        String image = "";
        String reference = "";
        Contract contract = Contract.HTTP;
        int port = 0;
        Optional<String> health = Optional.empty();
        String user = "";
        boolean writable = false;
        double cpus = 0;
        Egress egress = Egress.ALL;
        try {
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split("\t", 2);
                String value = URLDecoder.decode(fields[1], StandardCharsets.UTF_8);
                switch (fields[0]) {
                    case "image" -> image = value;
                    case "reference" -> reference = value;
                    case "contract" -> contract = Contract.of(value).orElseThrow();
                    case "port" -> port = Integer.parseInt(value);
                    case "command" -> command.add(value);
                    case "health" -> health = Optional.of(value);
                    case "user" -> user = value;
                    case "writable" -> writable = Boolean.parseBoolean(value);
                    case "cpus" -> cpus = Double.parseDouble(value);
                    case "egress" -> egress = Egress.of(value).orElseThrow();
                    default -> throw new NoSuchElementException(fields[0]);
                }
            }
        } catch (IllegalArgumentException
                | NoSuchElementException
                | ArrayIndexOutOfBoundsException e) {
            throw new InvalidValue("description", "is damaged");
        }
        return new ImageDescription(
                image,
                reference,
                contract,
                port,
                command,
                health,
                user,
                writable,
                new Bounds(cpus, egress));
    }
}
