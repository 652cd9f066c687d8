package dev.fairlead.wasm.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/// The classes of one compiled module, in a class loader of their own.
final class ModuleClasses extends ClassLoader {
    private final Map<String, CompiledFile.Bytes> classes;

    ModuleClasses(Map<String, CompiledFile.Bytes> classes) {
        super(ModuleClasses.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        CompiledFile.Bytes code = classes.get(name);
        if (code == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, code.array(), 0, code.array().length);
    }

    /// The constructor of the module's machine; runs the JVM's verifier over every class.
    Constructor<? extends Machine> load(String mainClass) throws ReflectiveOperationException {
        for (String name : classes.keySet()) {
            Class.forName(name, true, this);
        }
        return loadClass(mainClass).asSubclass(Machine.class).getConstructor(Instance.class);
    }

    static Machine machine(Constructor<? extends Machine> constructor, Instance instance) {
        try {
            return constructor.newInstance(instance);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("making a machine", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("making a machine", e);
        }
    }
}
