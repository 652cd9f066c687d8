package dev.fairlead.model.domains;

import java.util.Locale;

/// What shows that a domain belongs to whoever claims it.
public enum ProofMethod {
    /// A TXT record at `_fairlead.{domain}`.
    TXT,
    /// The domain is an alias (CNAME) of a name that is this claim's own.
    CNAME,
    /// A file below `/.well-known/fairlead/` on the domain itself.
    HTTP;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
