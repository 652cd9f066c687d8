package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

class CppConformanceTest extends BytesConformance {
    @Override
    Language language() {
        return Language.CPP;
    }
}
