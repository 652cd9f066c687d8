package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

class CConformanceTest extends BytesConformance {
    @Override
    Language language() {
        return Language.C;
    }
}
