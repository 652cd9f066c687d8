package dev.fairlead.builders.stacks.services;

import java.util.Map;
import java.util.Optional;

/// Where a service's image comes from.
public sealed interface ImageWish {
    /// A registry has it; where `kept` the one that is here is taken and no registry is asked.
    record Named(String reference, boolean kept) implements ImageWish {}

    /// It is built of the folder `context`, by a file of the source or by the text `inline`;
    /// `target` is empty for the last stage. Arguments without a value have that of the build's
    /// variable.
    record Made(
            String context,
            String dockerfile,
            Optional<String> inline,
            String target,
            Map<String, Optional<String>> arguments)
            implements ImageWish {
        public Made {
            arguments = Map.copyOf(arguments);
        }
    }
}
