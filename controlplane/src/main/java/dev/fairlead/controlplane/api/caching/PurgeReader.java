package dev.fairlead.controlplane.api.caching;

import dev.fairlead.controlplane.store.caching.Purged.Scope;
import dev.fairlead.controlplane.store.caching.Purged.What;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.wire.PurgeRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what is to be forgotten.
final class PurgeReader {
    private static final int MOST = 100;
    private static final Pattern URL =
            Pattern.compile("(?:https?://([A-Za-z0-9.:\\[\\]_-]{1,260}))?(/[!-~]{0,2000})?");
    private static final Pattern TAG = Pattern.compile("[!-+\\--~]{1,256}");

    private PurgeReader() {}

    static List<What> read(PurgeRequest request) {
        var all = new ArrayList<What>();
        if (Boolean.TRUE.equals(request.everything())) {
            all.add(new What(Scope.EVERYTHING, "", ""));
        }
        addressed("/urls", request.urls(), Scope.URL, all);
        addressed("/prefixes", request.prefixes(), Scope.PREFIX, all);
        List<String> tags = orNone(request.tags());
        for (int i = 0; i < tags.size(); i++) {
            if (!TAG.matcher(tags.get(i)).matches()) {
                throw Rejected.field("/tags/" + i, "use visible characters without commas");
            }
            all.add(new What(Scope.TAG, "", tags.get(i)));
        }
        if (all.isEmpty() || all.size() > MOST) {
            throw Rejected.field(
                    "", "name 1 to " + MOST + " of urls, prefixes and tags, or everything");
        }
        return all;
    }

    private static void addressed(
            String field, @Nullable List<String> texts, Scope scope, List<What> to) {
        List<String> given = orNone(texts);
        for (int i = 0; i < given.size(); i++) {
            Matcher url = URL.matcher(given.get(i));
            if (given.get(i).isEmpty() || !url.matches()) {
                throw Rejected.field(
                        field + "/" + i,
                        "use a path such as /news, or a URL such as https://example.org/news");
            }
            String host = url.group(1) == null ? "" : url.group(1).toLowerCase(Locale.ROOT);
            to.add(new What(scope, host, url.group(2) == null ? "/" : url.group(2)));
        }
    }

    private static List<String> orNone(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }
}
