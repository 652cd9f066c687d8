package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.store.directory.Search;
import dev.fairlead.model.errors.Rejected;

import java.util.Optional;

/// Parameters of lists (RFC 7644, 3.4.2).
final class Lists {
    private static final int COUNT = 100;
    static final int MOST = 1000;

    private Lists() {}

    static Parameter[] parameters() {
        return new Parameter[] {
            Parameter.string("filter", "such as `userName eq \"ada@example.org\"`"),
            Parameter.string("sortBy", "an attribute"),
            Parameter.string("sortOrder", "`ascending` or `descending`"),
            Parameter.integer("startIndex", "the first one, counted from 1"),
            Parameter.integer("count", "at most so many, " + COUNT + " if left out"),
            projection("attributes"),
            projection("excludedAttributes")
        };
    }

    static Parameter projection(String name) {
        return Parameter.string(name, "names with commas between them");
    }

    static Projection projection(ApiRequest request) {
        return Projection.of(request.query("attributes"), request.query("excludedAttributes"));
    }

    static Search search(ApiRequest request, Filters filters) {
        return new Search(
                request.query("filter").map(filters::parse),
                request.query("sortBy").map(filters::sortBy),
                request.query("sortOrder").filter("descending"::equalsIgnoreCase).isPresent(),
                Math.max(1, number(request, "startIndex", 1)),
                Math.clamp(number(request, "count", COUNT), 0, MOST));
    }

    /// What is out of range is the nearest that is in it.
    private static int number(ApiRequest request, String name, int otherwise) {
        Optional<String> text = request.query(name);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw Rejected.field("?" + name, "use a number");
        }
    }
}
