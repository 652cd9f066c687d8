package dev.fairlead.builders.java;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;

import dev.fairlead.builders.analysis.Report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/// Finds the classes that say they answer requests, nested ones too.
final class Handlers {
    private static final String MARK = "dev.fairlead.function.CloudFunction";
    private static final String CONTRACT = "dev.fairlead.function.Function";

    private Handlers() {}

    /// A class with the mark; the remark is an error where it cannot be a handler.
    record Found(TypeElement type, Report.Remark remark) {}

    static List<Found> in(JavacTask task, Trees trees, Iterable<? extends Element> analysed) {
        var found = new ArrayList<Found>();
        for (Element element : analysed) {
            collect(task, trees, element, found);
        }
        return found;
    }

    private static void collect(JavacTask task, Trees trees, Element element, List<Found> found) {
        if (!(element instanceof TypeElement type)) {
            return;
        }
        boolean marked =
                type.getAnnotationMirrors().stream()
                        .anyMatch(each -> each.getAnnotationType().toString().equals(MARK));
        if (marked) {
            found.add(found(task, trees, type));
        }
        if (type.getNestingKind() == NestingKind.TOP_LEVEL || type.getNestingKind().isNested()) {
            ElementFilter.typesIn(type.getEnclosedElements())
                    .forEach(each -> {
                        // `analyze` gives top-level and nested classes alike.
                        if (found.stream().noneMatch(known -> known.type().equals(each))) {
                            collect(task, trees, each, found);
                        }
                    });
        }
    }

    private static Found found(JavacTask task, Trees trees, TypeElement type) {
        String wrong = wrong(task, type);
        TreePath path = trees.getPath(type);
        CompilationUnitTree unit = path.getCompilationUnit();
        long at = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
        String file = SourceText.name(unit.getSourceFile());
        return new Found(
                type,
                new Report.Remark(
                        wrong.isEmpty() ? Report.Kind.HANDLER : Report.Kind.ERROR,
                        file,
                        (int) unit.getLineMap().getLineNumber(at),
                        (int) unit.getLineMap().getColumnNumber(at),
                        wrong.isEmpty()
                                ? type.getQualifiedName().toString()
                                : type.getQualifiedName() + " cannot answer requests: " + wrong));
    }

    private static String wrong(JavacTask task, TypeElement type) {
        Set<Modifier> modifiers = type.getModifiers();
        TypeElement contract = task.getElements().getTypeElement(CONTRACT);
        if (!task.getTypes().isSubtype(type.asType(), contract.asType())) {
            return "it does not implement " + CONTRACT;
        }
        boolean plain = type.getKind() == ElementKind.CLASS || type.getKind() == ElementKind.RECORD;
        if (!plain || modifiers.contains(Modifier.ABSTRACT)) {
            return "no instance can be made of it";
        }
        if (type.getNestingKind().isNested() && !modifiers.contains(Modifier.STATIC)) {
            return "a nested class has to be static";
        }
        boolean makeable =
                ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                        .map(ExecutableElement::getParameters)
                        .anyMatch(List::isEmpty);
        return makeable ? "" : "it has no constructor without parameters";
    }
}
