package dev.fairlead.controlplane.api.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.store.directory.DirectoryGroupStore;
import dev.fairlead.controlplane.store.directory.DirectoryUserStore;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads what a directory says of a user or a group.
final class Drafts {
    private static final int LONGEST_NAME = 254;
    private static final int MOST_MEMBERS = 50_000;

    private Drafts() {}

    /// Their address is the primary one, else the first, else the userName.
    static DirectoryUserStore.Entry user(ObjectNode body) {
        String userName = word(body, "userName").orElseThrow(() -> needed("/userName"));
        String email = email(body.path("emails")).orElse(userName);
        return new DirectoryUserStore.Entry(
                userName,
                word(body, "externalId"),
                ApiRequest.field("/emails", email, EmailAddress::new),
                ApiRequest.field("/displayName", name(body, userName), DisplayName::new),
                active(body.path("active")));
    }

    private static Rejected needed(String pointer) {
        return Rejected.field(pointer, "is needed");
    }

    private static Optional<String> word(ObjectNode body, String attribute) {
        JsonNode value = body.path(attribute);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        String text = value.asText().strip();
        boolean odd = text.chars().anyMatch(Character::isISOControl);
        if (!value.isTextual() || text.isEmpty() || text.length() > LONGEST_NAME || odd) {
            throw Rejected.field(
                    "/" + attribute, "use 1-" + LONGEST_NAME + " characters of one line");
        }
        return Optional.of(text);
    }

    private static Optional<String> email(JsonNode emails) {
        @Nullable String first = null;
        for (JsonNode one : emails) {
            String value = one.path("value").asText("");
            if (value.isEmpty()) {
                continue;
            }
            if (flag(one.path("primary")).orElse(false)) {
                return Optional.of(value);
            }
            first = first == null ? value : first;
        }
        return Optional.ofNullable(first);
    }

    private static String name(ObjectNode body, String userName) {
        JsonNode name = body.path("name");
        String whole =
                Stream.of(name.path("givenName"), name.path("familyName"))
                        .map(part -> part.asText("").strip())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
        return Stream.of(
                        body.path("displayName").asText("").strip(),
                        name.path("formatted").asText("").strip(),
                        whole)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(userName);
    }

    private static boolean active(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return true;
        }
        return flag(value).orElseThrow(() -> Rejected.field("/active", "use true or false"));
    }

    /// Some directories write `"False"`.
    private static Optional<Boolean> flag(JsonNode value) {
        if (value.isBoolean()) {
            return Optional.of(value.asBoolean());
        }
        return switch (value.asText("").toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /// Members where the body names them.
    static DirectoryGroupStore.Entry group(ObjectNode body) {
        String name = word(body, "displayName").orElseThrow(() -> needed("/displayName"));
        return new DirectoryGroupStore.Entry(
                ApiRequest.field("/displayName", name, DisplayName::new),
                word(body, "externalId"),
                Optional.of(members(body.path("members"))));
    }

    private static Set<UserId> members(JsonNode members) {
        var all = new LinkedHashSet<UserId>();
        if (members.isMissingNode() || members.isNull()) {
            return all;
        }
        if (!(members instanceof ArrayNode array) || array.size() > MOST_MEMBERS) {
            throw Rejected.field("/members", "use a list of at most " + MOST_MEMBERS);
        }
        for (int i = 0; i < array.size(); i++) {
            String pointer = "/members/" + i + "/value";
            try {
                all.add(
                        ApiRequest.field(
                                pointer, array.get(i).path("value").asText(null), UserId::parse));
            } catch (Rejected e) {
                throw Rejected.field(pointer, "must be the id of a user");
            }
        }
        return all;
    }
}
