package dev.fairlead.builders.java;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import dev.fairlead.builders.analysis.Finding;
import dev.fairlead.builders.analysis.Rule;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/// Walks one file after its names are resolved and finds what the rules name: however it is
/// written, inherited, inferred or handed on. An import alone is no use.
final class ForbiddenUses extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Trees trees;
    private final CompilationUnitTree unit;
    private final String file;
    private final Map<String, Finding> found = new LinkedHashMap<>();

    ForbiddenUses(Trees trees, CompilationUnitTree unit, String file) {
        this.trees = trees;
        this.unit = unit;
        this.file = file;
    }

    List<Finding> find() {
        var name = unit.getPackageName();
        if (name != null && (name + ".").startsWith("dev.fairlead.")) {
            tell(JavaRules.ofModifier("package dev.fairlead"), name.toString(), start(name));
        }
        scan(unit, null);
        return found.values().stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }

    @Override
    public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
        return null;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
        check(element(), start(tree));
        return super.visitIdentifier(tree, null);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
        check(element(), end(tree) - tree.getIdentifier().length());
        return super.visitMemberSelect(tree, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
        check(element(), end(tree) - tree.getName().length());
        return super.visitMemberReference(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
        check(element(), name(tree.getIdentifier()));
        return super.visitNewClass(tree, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
        checkType(trees.getTypeMirror(getCurrentPath()), name(tree.getMethodSelect()));
        return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
        Element element = element();
        if (element != null && !written(tree.getType())) {
            // Of `var` and of a lambda's parameter, nothing but this tells the type.
            checkType(element.asType(), start(tree));
        }
        return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
        if (end(tree) < 0) {
            // The compiler's own constructor.
            return null;
        }
        if (tree.getModifiers().getFlags().contains(Modifier.NATIVE)) {
            tell(JavaRules.ofModifier("native"), "native " + tree.getName(), start(tree));
        }
        return super.visitMethod(tree, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        Tree parent = tree.getExtendsClause();
        if (parent != null && element() instanceof TypeElement type) {
            inherited(type, name(parent));
        }
        return super.visitClass(tree, null);
    }

    /// Not `var`, nor left out.
    private boolean written(@Nullable Tree type) {
        return type != null && start(type) >= 0 && end(type) > start(type) && !isVar(type);
    }

    private boolean isVar(Tree type) {
        int at = (int) start(type);
        try {
            return unit.getSourceFile().getCharContent(true).toString().startsWith("var ", at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the last part of a name begins.
    private long name(Tree tree) {
        return switch (tree) {
            case MemberSelectTree member -> end(member) - member.getIdentifier().length();
            case ParameterizedTypeTree type -> name(type.getType());
            default -> start(tree);
        };
    }

    private void inherited(TypeElement type, long at) {
        if (type.getSuperclass() instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement parent) {
            type(parent, at);
            inherited(parent, at);
        }
    }

    private @Nullable Element element() {
        return trees.getElement(getCurrentPath());
    }

    private void check(@Nullable Element element, long at) {
        switch (element) {
            case TypeElement type -> type(type, at);
            case ExecutableElement method -> member(method, at);
            case VariableElement field when field.getKind() == ElementKind.FIELD ->
                    member(field, at);
            case null, default -> {}
        }
    }

    private void member(Element member, long at) {
        if (member.getEnclosingElement() instanceof TypeElement owner) {
            String type = owner.getQualifiedName().toString();
            String name = member.getSimpleName().toString();
            tell(JavaRules.ofMember(type, name), type + "." + name, at);
            type(owner, at);
        }
    }

    private void type(TypeElement type, long at) {
        String name = type.getQualifiedName().toString();
        tell(JavaRules.ofType(name), name, at);
    }

    private void checkType(@Nullable TypeMirror type, long at) {
        if (type instanceof ArrayType array) {
            checkType(array.getComponentType(), at);
        } else if (type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element) {
            type(element, at);
        }
    }

    private long start(Tree tree) {
        return trees.getSourcePositions().getStartPosition(unit, tree);
    }

    private long end(Tree tree) {
        return trees.getSourcePositions().getEndPosition(unit, tree);
    }

    /// One finding for a rule and a line: the leftmost.
    private void tell(List<Rule> rules, String used, long at) {
        int line = at < 0 ? 0 : (int) unit.getLineMap().getLineNumber(at);
        int column = at < 0 ? 0 : (int) unit.getLineMap().getColumnNumber(at);
        for (Rule rule : rules) {
            found.merge(
                    rule.id() + " " + line,
                    new Finding(rule, file, line, column, used),
                    (one, other) -> other.column() < one.column() ? other : one);
        }
    }
}
