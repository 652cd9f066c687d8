package dev.fairlead.model.sites;

import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.sites.SiteFile.Content;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/// A version of a site: its files by their content, and its rules. Kept as lines of fields with
/// tabs between them, which none of them holds.
public record SiteManifest(
        SiteOptions options,
        List<SiteFile> files,
        List<SiteRedirect> redirects,
        List<SiteHeader> headers) {
    private static final String HEAD = "fairlead-site\t1";
    private static final int FILE_FIELDS = 5;

    public SiteManifest {
        files = List.copyOf(files);
        redirects = List.copyOf(redirects);
        headers = List.copyOf(headers);
    }

    /// Every content that it needs.
    public Set<ContentHash> contents() {
        var all = new HashSet<ContentHash>();
        for (SiteFile file : files) {
            all.add(file.content().hash());
            file.encoded().values().forEach(content -> all.add(content.hash()));
        }
        return all;
    }

    public String text() {
        var text = new StringBuilder(HEAD).append('\n');
        line(text, "options", options.singlePage() ? "spa" : "pages", options.slash().word());
        for (SiteFile file : files) {
            var fields = new ArrayList<String>();
            fields.addAll(
                    List.of(
                            file.path(),
                            file.content().hash().hex(),
                            Long.toString(file.content().size()),
                            file.type()));
            for (Coding coding : Coding.values()) {
                Content content = file.encoded().get(coding);
                if (content != null) {
                    fields.add(coding.word());
                    fields.add(content.hash().hex());
                    fields.add(Long.toString(content.size()));
                }
            }
            line(text, "file", fields.toArray(String[]::new));
        }
        for (SiteRedirect rule : redirects) {
            line(
                    text,
                    "redirect",
                    rule.from().toString(),
                    rule.to(),
                    Integer.toString(rule.status()),
                    rule.force() ? "force" : "missing");
        }
        for (SiteHeader header : headers) {
            line(text, "header", header.paths().toString(), header.name(), header.value());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String kind, String... fields) {
        text.append(kind);
        for (String field : fields) {
            text.append('\t').append(field);
        }
        text.append('\n');
    }

    /// Reads what `text` wrote. Throws `InvalidValue` for anything else.
    public static SiteManifest parse(String text) {
        SiteOptions options = SiteOptions.USUAL;
        var files = new ArrayList<SiteFile>();
        var redirects = new ArrayList<SiteRedirect>();
        var headers = new ArrayList<SiteHeader>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
            throw new InvalidValue("site", "this is no manifest of a site");
        }
        try {
            for (String line : lines.subList(1, lines.size())) {
                String[] f = line.split("\t", -1);
                switch (f[0]) {
                    case "options" ->
                            options =
                                    new SiteOptions(
                                            f[1].equals("spa"),
                                            SiteOptions.Slash.parse(f[2]).orElseThrow());
                    case "file" -> files.add(file(f));
                    case "redirect" ->
                            redirects.add(
                                    new SiteRedirect(
                                            new PathPattern(f[1]),
                                            f[2],
                                            Integer.parseInt(f[3]),
                                            f[4].equals("force")));
                    case "header" -> headers.add(new SiteHeader(new PathPattern(f[1]), f[2], f[3]));
                    default -> throw new InvalidValue("site", "a line that is not known");
                }
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NoSuchElementException e) {
            throw new InvalidValue("site", "a line that cannot be read: " + e.getMessage());
        }
        return new SiteManifest(options, files, redirects, headers);
    }

    private static SiteFile file(String[] f) {
        var encoded = new EnumMap<Coding, Content>(Coding.class);
        for (int i = FILE_FIELDS; i < f.length; i += 3) {
            encoded.put(Coding.parse(f[i]).orElseThrow(), content(f[i + 1], f[i + 2]));
        }
        return new SiteFile(f[1], content(f[2], f[3]), f[4], encoded);
    }

    private static Content content(String hash, String size) {
        return new Content(new ContentHash(hash), Long.parseLong(size));
    }
}
