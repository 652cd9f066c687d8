package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

class AssemblyScriptConformanceTest extends LanguageConformance {
    @Override
    Language language() {
        return Language.ASSEMBLYSCRIPT;
    }
}
