package io.elbo4j.kernel;

/** The Vector API where the virtual machine has it, plain loops elsewhere. Made once. */
final class Choice {

    static final Kernels KERNELS = of(Kernels.class, "VectorKernels", new PlainKernels());
    static final Elementwise ELEMENTWISE = of(Elementwise.class, "VectorElementwise", new PlainElementwise());

    private Choice() {}

    /** By name: this class compiles without the incubating module, the ones on vectors do not. */
    private static <T> T of(Class<T> type, String name, T plain) {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return plain;
        }
        try {
            return Class.forName("io.elbo4j.kernel." + name)
                    .asSubclass(type)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "kernels: class missing from the jar: class=" + name + "; build it again", e);
        }
    }
}
