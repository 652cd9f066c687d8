package dev.fairlead.controlplane.store.directory;

/// What people and groups can be found and sorted by.
public enum Attribute {
    ID(Kind.ID, "id"),
    USER_NAME(Kind.TEXT_OF_ANY_CASE, "user_name"),
    EXTERNAL_ID(Kind.TEXT, "external_id"),
    EMAIL(Kind.TEXT_OF_ANY_CASE, "email"),
    NAME(Kind.TEXT_OF_ANY_CASE, "name"),
    ACTIVE(Kind.FLAG, "active"),
    CREATED(Kind.TIME, "created_at"),
    CHANGED(Kind.TIME, "changed_at"),
    /// A group that somebody is in.
    GROUP(Kind.OTHERS, "group_id"),
    /// Somebody who is in a group.
    MEMBER(Kind.OTHERS, "user_id");

    private final Kind kind;
    private final String column;

    Attribute(Kind kind, String column) {
        this.kind = kind;
        this.column = column;
    }

    /// What its values are, and so how they compare.
    public enum Kind {
        ID,
        TEXT,
        TEXT_OF_ANY_CASE,
        FLAG,
        TIME,
        /// Ids, of which there are several.
        OTHERS
    }

    public Kind kind() {
        return kind;
    }

    String column() {
        return column;
    }
}
