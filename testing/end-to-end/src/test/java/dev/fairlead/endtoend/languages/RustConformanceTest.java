package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

class RustConformanceTest extends BytesConformance {
    @Override
    Language language() {
        return Language.RUST;
    }
}
