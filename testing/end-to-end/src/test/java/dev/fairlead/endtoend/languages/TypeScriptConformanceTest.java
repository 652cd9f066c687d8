package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

class TypeScriptConformanceTest extends LanguageConformance {
    @Override
    Language language() {
        return Language.TYPESCRIPT;
    }
}
