package io.elbo4j.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final int LINES = 400;

    private static final Set<String> VALUES = Set.of("math", "codec", "data", "objective", "optim", "paper");
    private static final Set<String> ROUNDS =
            Set.of("density", "family", "site", "estimator", "update", "algorithm", "merge");
    private static final Set<String> PARTS = Set.of("nn", "program", "kernel", "eval");

    /** What each package may use besides itself. Whoever adds a package says here where it stands. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("kernel", Set.of()),
            entry("math", Set.of("kernel", "paper")),
            entry("paper", Set.of()),
            entry("objective", Set.of("math", "paper")),
            entry("optim", Set.of("math", "paper")),
            entry("codec", Set.of("math")),
            entry("data", Set.of("math", "codec")),
            entry("density", Set.of("math", "data", "paper")),
            entry("family", Set.of("math", "density", "paper")),
            entry("site", Set.of("math", "codec", "family", "paper")),
            entry("estimator", Set.of("math", "data", "density", "family", "objective", "paper")),
            entry("update", Set.of("math", "codec", "density", "family", "objective", "optim", "paper")),
            entry("algorithm", Set.of("math", "codec", "data", "paper")),
            entry(
                    "merge",
                    union(List.of(VALUES, Set.of("density", "family", "site", "estimator", "update", "algorithm")))),
            entry("samediff", Set.of()),
            entry("nn", union(List.of(VALUES, Set.of("density", "kernel", "samediff")))),
            entry("program", union(List.of(VALUES, Set.of("density", "algorithm", "samediff")))),
            entry("eval", union(List.of(VALUES, ROUNDS))),
            entry("spec", union(List.of(VALUES, ROUNDS, PARTS))),
            entry("models", union(List.of(VALUES, ROUNDS, PARTS, Set.of("spec")))),
            entry("serve", union(List.of(VALUES, ROUNDS, PARTS, Set.of("spec", "models")))));

    @Test
    void packages_useOnlyThoseBelowThem() {
        MAY_USE.forEach((name, below) -> {
            String[] others = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !below.contains(other))
                    .map(ArchitectureTest::inside)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(inside(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(Sources.CLASSES);
        });
    }

    @Test
    void packages_areAllKnown() {
        Set<String> found = Sources.CLASSES.stream()
                .map(type -> type.getPackageName().split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(found.size() > 10, "classes were found: " + found);
        found.removeAll(MAY_USE.keySet());
        assertEquals(Set.of(), found, "packages without a place in the layers; add them to MAY_USE");
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.elbo4j.(**)").should().beFreeOfCycles().check(Sources.CLASSES);
    }

    @Test
    void models_doNotSeeEachOther() {
        slices().matching("io.elbo4j.models.(*)..")
                .should()
                .notDependOnEachOther()
                .check(Sources.CLASSES);
    }

    @Test
    void tensors_stayInNnAndProgram() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.elbo4j.nn..", "io.elbo4j.samediff..", "io.elbo4j.program..", "io.elbo4j.models..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
                .check(Sources.CLASSES);
    }

    @Test
    void models_knowVariablesOfGraphsButNoArrays() {
        noClasses()
                .that()
                .resideInAPackage("io.elbo4j.models..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j.linalg..", "org.deeplearning4j..", "org.bytedeco..")
                .check(Sources.CLASSES);
    }

    @Test
    void vectors_stayInKernel() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.elbo4j.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(Sources.CLASSES);
    }

    /** A second length of float vectors in a process slows kernels that have nothing to do with it (VectorKernels.S). */
    @Test
    void vectors_haveOneLength() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.elbo4j.kernel.VectorKernels")
                .should()
                .accessFieldWhere(target(owner(name("jdk.incubator.vector.FloatVector"))))
                .check(Sources.CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("jdk\\.incubator\\.vector\\.(Double|Long|Short|Byte)Vector")
                .check(Sources.CLASSES);
    }

    @Test
    void engines_stayOutside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", "com.esotericsoftware..")
                .check(Sources.CLASSES);
    }

    @Test
    void randomness_comesFromKeysAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)"
                        + "|java\\.security\\.SecureRandom|java\\.util\\.random\\..*|org\\.hipparchus\\.random\\..*")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(StrictMath.class, "random")
                .check(Sources.CLASSES);
    }

    @Test
    void core_hasNoClock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.time\\.(Clock|Instant|LocalDate|LocalDateTime|ZonedDateTime)|java\\.util\\.Date")
                .check(Sources.CLASSES);
    }

    @Test
    void core_printsAndLogsNothing() {
        noClasses()
                .that()
                // It is there to keep ND4J from printing.
                .doNotHaveSimpleName("StandardOutput")
                .and()
                // A command of its own.
                .doNotHaveSimpleName("ScoreFile")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.slf4j..", "java.util.logging..", "org.apache.logging..", "org.apache.log4j..", "ch.qos..")
                .check(Sources.CLASSES);
    }

    @Test
    void files_areShort() {
        List<String> tooLong = new ArrayList<>();
        for (Path root : List.of(Sources.MAIN, Sources.TEST)) {
            for (Path file : Sources.files(root)) {
                long lines = Sources.text(file).lines().count();
                if (lines > LINES) {
                    tooLong.add(file + " has " + lines + " lines");
                }
            }
        }
        assertEquals(List.of(), tooLong, "files over " + LINES + " lines; split them");
    }

    @Test
    void packages_sayThatNothingIsNull() {
        List<Path> without = new ArrayList<>();
        for (Path root : List.of(Sources.MAIN, Sources.TEST)) {
            for (Path file : Sources.files(root)) {
                Path relative = root.relativize(file.resolveSibling("package-info.java"));
                boolean said = List.of(Sources.MAIN, Sources.TEST).stream()
                        .map(base -> base.resolve(relative))
                        .anyMatch(
                                info -> Files.exists(info) && Sources.text(info).contains("@NullMarked"));
                if (!said && !without.contains(relative)) {
                    without.add(relative);
                }
            }
        }
        assertEquals(List.of(), without, "packages without @NullMarked");
    }

    private static String inside(String name) {
        return "io.elbo4j." + name + "..";
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
