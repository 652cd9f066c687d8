package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

class GoConformanceTest extends BytesConformance {
    @Override
    Language language() {
        return Language.GO;
    }
}
