package dev.fairlead.controlplane.store.directory;

import java.util.Optional;
import java.util.UUID;

/// Which resources of a list, in which order. `startIndex` counts from 1; a `count` of 0 asks only
/// how many there are.
public record Search(
        Optional<Criterion> criterion,
        Optional<Attribute> sortBy,
        boolean descending,
        int startIndex,
        int count) {
    static Search one(UUID id) {
        var byId = new Criterion.Compared(Attribute.ID, Criterion.Operator.EQUAL, id);
        return new Search(Optional.of(byId), Optional.empty(), false, 1, 1);
    }
}
