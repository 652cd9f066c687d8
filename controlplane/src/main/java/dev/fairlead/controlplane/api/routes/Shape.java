package dev.fairlead.controlplane.api.routes;

import java.util.List;

/// What travels in a body.
public sealed interface Shape {
    /// No body.
    record Nothing() implements Shape {}

    /// A wire record as JSON.
    record Json(Class<?> type) implements Shape {}

    /// A page of wire records.
    record Page(Class<?> item) implements Shape {}

    /// Any JSON object, such as a function's input.
    record AnyObject() implements Shape {}

    /// A SCIM resource or message, which `/scim/v2/Schemas` describes.
    record Scim() implements Shape {}

    /// Bytes of one of these media types.
    record Bytes(List<String> mediaTypes) implements Shape {}

    /// A stream of server-sent events, each a wire record.
    record Events(Class<?> item) implements Shape {}

    Shape NOTHING = new Nothing();
    Shape ANY_OBJECT = new AnyObject();
    Shape SCIM = new Scim();

    static Shape json(Class<?> type) {
        return new Json(type);
    }

    static Shape page(Class<?> item) {
        return new Page(item);
    }
}
