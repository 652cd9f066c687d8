package dev.fairlead.controlplane.store.users;

import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import java.time.Instant;
import java.util.Optional;

/// A person with an account. `secondFactor` is whether codes are asked for.
public record User(
        UserId id,
        EmailAddress email,
        DisplayName name,
        boolean administrator,
        boolean secondFactor,
        boolean passwordSet,
        Optional<Instant> emailVerifiedAt,
        Instant createdAt,
        Optional<Instant> disabledAt) {}
