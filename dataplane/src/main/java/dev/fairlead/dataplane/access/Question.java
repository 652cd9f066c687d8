package dev.fairlead.dataplane.access;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

/// Whether whoever has `bearer` may call a function of an organization, from `address`.
public record Question(
        ServiceId function, OrganizationId organization, String bearer, String address) {
    /// Without the credential.
    @Override
    public String toString() {
        return "Question[" + function + " by " + address + "]";
    }
}
