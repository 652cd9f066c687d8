package dev.fairlead.builders.stacks.compose;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port of a container as compose files write it in one text:
/// `[[host:]published:]port[/protocol]`, where each may be a range.
public record PortText(String host, String published, int first, int last, String protocol) {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?:(?:(?<host>\\[[0-9a-fA-F:.]+\\]|[^/]*):)?(?<published>[0-9]*(?:-[0-9]+)?):)?"
                        + "(?<first>[0-9]{1,5})(?:-(?<last>[0-9]{1,5}))?(?:/(?<protocol>[a-z]+))?");

    public static Optional<PortText> parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(shape.group("first"));
        int last = shape.group("last") == null ? first : Integer.parseInt(shape.group("last"));
        boolean fits = first > 0 && first <= last && last < 1 << 16;
        return fits
                ? Optional.of(
                        new PortText(
                                or(shape.group("host"), ""),
                                or(shape.group("published"), ""),
                                first,
                                last,
                                or(shape.group("protocol"), "tcp")))
                : Optional.empty();
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
