package dev.fairlead.certificates.lookup;

import com.google.common.net.InternetDomainName;

/// The names below which registries give out domains, such as `co.uk`.
public final class PublicSuffixes {
    private PublicSuffixes() {}

    public static boolean contains(String name) {
        return InternetDomainName.isValid(name) && InternetDomainName.from(name).isRegistrySuffix();
    }
}
