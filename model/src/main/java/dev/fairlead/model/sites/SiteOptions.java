package dev.fairlead.model.sites;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a site is served: whether `index.html` answers for paths that are not there, and which form
/// of a page's path is the right one.
public record SiteOptions(boolean singlePage, Slash slash) {
    public static final SiteOptions USUAL = new SiteOptions(false, Slash.AUTO);

    /// Whether a page's path ends with a slash.
    public enum Slash {
        /// As it lies: `about/index.html` with one, `about.html` without.
        AUTO,
        ALWAYS,
        NEVER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Slash> parse(String word) {
            return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
        }
    }
}
