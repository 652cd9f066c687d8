package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

class JavaScriptConformanceTest extends LanguageConformance {
    @Override
    Language language() {
        return Language.JAVASCRIPT;
    }
}
