package dev.fairlead.wasm.script;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the lines of a bundle come from. In the artifact it is the file `fairlead:map`: the number
/// of source files, their names, one a line, and the `mappings` of a source map of version 3.
final class SourceMap {
    static final String FILE = "fairlead:map";
    static final SourceMap NONE = new SourceMap("", List.of(), "");

    private static final String DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int FIELDS = 4;

    private final String bundle;
    private final Pattern place;
    private final List<String> sources;
    private final String mappings;
    private volatile @Nullable List<int[]> lines;

    private SourceMap(String bundle, List<String> sources, String mappings) {
        this.bundle = bundle;
        this.place = Pattern.compile(Pattern.quote(bundle) + ":(\\d{1,9}):(\\d{1,9})");
        this.sources = List.copyOf(sources);
        this.mappings = mappings;
    }

    /// Throws `IllegalArgumentException` for what no builder of ours wrote.
    static SourceMap parse(String bundle, String text) {
        List<String> all = text.lines().toList();
        int count = all.isEmpty() ? -1 : Integer.parseInt(all.getFirst());
        if (count < 0 || all.size() < count + 1) {
            throw new IllegalArgumentException("the map of the sources is cut");
        }
        String mappings = all.size() > count + 1 ? all.get(count + 1) : "";
        return new SourceMap(bundle, all.subList(1, count + 1), mappings);
    }

    /// The text with each place in the bundle as the place in the source that it comes from.
    String translate(String text) {
        if (sources.isEmpty() || !text.contains(bundle)) {
            return text;
        }
        return place.matcher(text).replaceAll(found -> Matcher.quoteReplacement(origin(found)));
    }

    private String origin(java.util.regex.MatchResult found) {
        int line = Integer.parseInt(found.group(1)) - 1;
        int column = Integer.parseInt(found.group(2)) - 1;
        List<int[]> all = decoded();
        if (line < 0 || line >= all.size()) {
            return found.group();
        }
        int[] segments = all.get(line);
        int best = -1;
        for (int at = 0; at < segments.length && segments[at] <= column; at += FIELDS) {
            best = at;
        }
        if (best < 0 || segments[best + 1] < 0 || segments[best + 1] >= sources.size()) {
            return found.group();
        }
        return sources.get(segments[best + 1])
                + ":"
                + (segments[best + 2] + 1)
                + ":"
                + (segments[best + 3] + 1);
    }

    private List<int[]> decoded() {
        List<int[]> there = lines;
        if (there == null) {
            there = decode();
            lines = there;
        }
        return there;
    }

    /// Per line of the bundle: column, source, line and column of each segment, all from 0.
    private List<int[]> decode() {
        List<int[]> all = new ArrayList<>();
        var last = new int[5];
        for (String line : mappings.split(";", -1)) {
            last[0] = 0;
            var found = new ArrayList<Integer>();
            for (String segment : line.split(",", -1)) {
                int fields = add(segment, last);
                if (fields >= FIELDS) {
                    found.addAll(List.of(last[0], last[1], last[2], last[3]));
                } else if (fields == 1) {
                    found.addAll(List.of(last[0], -1, 0, 0));
                }
            }
            all.add(found.stream().mapToInt(Integer::intValue).toArray());
        }
        return all;
    }

    /// Adds a segment's numbers to those before it; how many there were.
    private static int add(String segment, int[] last) {
        int field = 0;
        int value = 0;
        int shift = 0;
        for (int at = 0; at < segment.length() && field < last.length; at++) {
            int digit = DIGITS.indexOf(segment.charAt(at));
            if (digit < 0 || shift > 25) {
                return 0;
            }
            value |= (digit & 31) << shift;
            shift += 5;
            if (digit < 32) {
                last[field++] += (value & 1) == 0 ? value >> 1 : -(value >> 1);
                value = 0;
                shift = 0;
            }
        }
        return field;
    }
}
