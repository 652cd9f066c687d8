package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.Api;
import dev.fairlead.controlplane.store.directory.DirectoryGroup;
import dev.fairlead.controlplane.store.directory.DirectoryUser;
import dev.fairlead.controlplane.store.directory.Found;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.UserId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Users and groups as SCIM has them (RFC 7643, 4.1 and 4.2). `url` is where people reach the
/// installation.
record ScimJson(String url) {
    static final String PATH = Api.ROOT + "/scim/v2";
    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    Map<String, Object> user(DirectoryUser user) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schemas", List.of(USER));
        json.put("id", user.id().toString());
        user.externalId().ifPresent(id -> json.put("externalId", id));
        json.put("userName", user.userName());
        json.put("name", Map.of("formatted", user.name()));
        json.put("displayName", user.name());
        json.put("emails", List.of(email(user.email())));
        json.put("active", user.active());
        json.put(
                "groups",
                user.groups().stream()
                        .map(group -> {
                            String id = new GroupId(group.id()).toString();
                            return reference(id, group.name(), location("Groups", id), "direct");
                        })
                        .toList());
        json.put(
                "meta",
                meta("User", "Users", user.id().toString(), user.createdAt(), user.changedAt()));
        return json;
    }

    private static Map<String, Object> email(String address) {
        var json = new LinkedHashMap<String, Object>();
        json.put("value", address);
        json.put("type", "work");
        json.put("primary", true);
        return json;
    }

    private static Map<String, Object> reference(
            String id, String name, String location, String type) {
        var json = new LinkedHashMap<String, Object>();
        json.put("value", id);
        json.put("$ref", location);
        json.put("display", name);
        json.put("type", type);
        return json;
    }

    /// Where a resource is.
    String location(String endpoint, String id) {
        return url + PATH + "/" + endpoint + "/" + id;
    }

    private Map<String, Object> meta(
            String type, String endpoint, String id, Instant created, Instant changed) {
        var json = new LinkedHashMap<String, Object>();
        json.put("resourceType", type);
        json.put("created", created.toString());
        json.put("lastModified", changed.toString());
        json.put("location", location(endpoint, id));
        return json;
    }

    Map<String, Object> group(DirectoryGroup group) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schemas", List.of(GROUP));
        json.put("id", group.id().toString());
        group.externalId().ifPresent(id -> json.put("externalId", id));
        json.put("displayName", group.name());
        json.put(
                "members",
                group.members().stream()
                        .map(member -> {
                            String id = new UserId(member.id()).toString();
                            return reference(id, member.name(), location("Users", id), "User");
                        })
                        .toList());
        json.put(
                "meta",
                meta(
                        "Group",
                        "Groups",
                        group.id().toString(),
                        group.createdAt(),
                        group.changedAt()));
        return json;
    }

    /// A list that began at `startIndex`.
    static Map<String, Object> list(Found<Map<String, Object>> found, int startIndex) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:ListResponse"));
        json.put("totalResults", found.total());
        json.put("startIndex", startIndex);
        json.put("itemsPerPage", found.items().size());
        json.put("Resources", found.items());
        return json;
    }
}
