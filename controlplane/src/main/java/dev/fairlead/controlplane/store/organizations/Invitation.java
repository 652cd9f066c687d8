package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.model.ids.InvitationId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.people.EmailAddress;

import java.time.Instant;

/// Asks the owner of an address to join, once and for a while.
public record Invitation(
        InvitationId id,
        OrganizationId organization,
        EmailAddress email,
        String role,
        String invitedBy,
        Instant createdAt,
        Instant expiresAt) {}
