package dev.fairlead.engine.labels;

/// What an engine keeps for us and finds again by its labels.
public enum Kind {
    CONTAINER,
    IMAGE,
    NETWORK,
    VOLUME
}
