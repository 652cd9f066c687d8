package dev.fairlead.builders.intake;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The names in one archive: refuses what would leave the tree, and what two file systems would
/// take for the same name.
final class EntryNames {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
    private static final int MOST_PARTS = 32;
    private static final int LONGEST = 1024;
    private static final int LONGEST_PART = 255;

    private final Set<String> files = new HashSet<>();
    private final Map<String, String> spellings = new HashMap<>();

    /// The name in its plain form, or an empty one for the root itself.
    String add(String raw, boolean directory) {
        List<String> parts = parts(raw);
        if (parts.isEmpty()) {
            return "";
        }
        var path = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                path.append('/');
            }
            path.append(parts.get(i));
            boolean last = i == parts.size() - 1;
            spell(path.toString(), raw);
            if ((!last || directory) && files.contains(path.toString())) {
                throw refused(raw, "is both a file and a folder");
            }
        }
        String name = path.toString();
        if (!directory) {
            if (!files.add(name)) {
                throw refused(raw, "is there twice");
            }
            if (isFolder(name)) {
                throw refused(raw, "is both a file and a folder");
            }
        }
        return name;
    }

    private boolean isFolder(String name) {
        String prefix = name + "/";
        for (String other : spellings.values()) {
            if (other.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private void spell(String path, String raw) {
        String key = Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String before = spellings.putIfAbsent(key, path);
        if (before != null && !before.equals(path)) {
            throw refused(raw, "differs from " + before + " only in its spelling");
        }
    }

    private static List<String> parts(String raw) {
        if (raw.startsWith("/") || DRIVE.matcher(raw).matches()) {
            throw refused(raw, "is absolute");
        }
        if (raw.length() > LONGEST) {
            throw refused(raw, "is too long");
        }
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < 0x20 || c == 0x7f || c == '\\') {
                throw refused(raw, "has a character that names may not have");
            }
        }
        List<String> parts = new ArrayList<>();
        for (String part : raw.split("/", -1)) {
            if (part.equals("..")) {
                throw refused(raw, "leaves the archive");
            }
            if (part.length() > LONGEST_PART) {
                throw refused(raw, "is too long");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.size() > MOST_PARTS) {
            throw refused(raw, "lies too deep");
        }
        return parts;
    }

    static BuildFailed refused(String raw, String why) {
        String shown = raw.length() > 200 ? raw.substring(0, 200) + "…" : raw;
        return new BuildFailed(
                ErrorCode.ARCHIVE_REFUSED,
                "The entry " + shown.replaceAll("\\p{Cntrl}", "?") + " " + why + ".");
    }
}
