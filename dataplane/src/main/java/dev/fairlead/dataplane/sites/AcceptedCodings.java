package dev.fairlead.dataplane.sites;

import dev.fairlead.model.sites.Coding;
import dev.fairlead.model.sites.SiteFile;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/// What `Accept-Encoding` says (RFC 9110, 12.5.3).
final class AcceptedCodings {
    private AcceptedCodings() {}

    /// The coding of `file` that is liked best, of those liked alike the smallest kind; empty for
    /// the file as it is. What cannot be read is not liked.
    static Optional<Coding> choose(@Nullable String accepted, SiteFile file) {
        if (accepted == null || file.encoded().isEmpty()) {
            return Optional.empty();
        }
        Coding best = null;
        double most = 0;
        for (Coding coding : Coding.values()) {
            double liked = file.encoded().containsKey(coding) ? liked(accepted, coding.word()) : 0;
            if (liked > most) {
                most = liked;
                best = coding;
            }
        }
        return Optional.ofNullable(best);
    }

    private static double liked(String accepted, String word) {
        double any = 0;
        for (String part : accepted.split(",", -1)) {
            int semicolon = part.indexOf(';');
            String name =
                    (semicolon < 0 ? part : part.substring(0, semicolon))
                            .strip()
                            .toLowerCase(Locale.ROOT);
            if (name.equals(word) || (word.equals("gzip") && name.equals("x-gzip"))) {
                return weight(part, semicolon);
            }
            if (name.equals("*")) {
                any = weight(part, semicolon);
            }
        }
        return any;
    }

    private static double weight(String part, int semicolon) {
        if (semicolon < 0) {
            return 1;
        }
        String parameter = part.substring(semicolon + 1).strip().toLowerCase(Locale.ROOT);
        if (!parameter.matches("q=[01](\\.[0-9]{0,3})?")) {
            return 0;
        }
        return Math.min(1, Double.parseDouble(parameter.substring(2)));
    }
}
