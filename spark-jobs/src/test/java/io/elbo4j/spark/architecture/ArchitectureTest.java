package io.elbo4j.spark.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String CLI = "io.elbo4j.spark.cli..";
    private static final String ML = "io.elbo4j.spark.ml..";
    private static final String RUN = "io.elbo4j.spark.run..";
    private static final String SCALING = "io.elbo4j.spark.scaling..";
    private static final String REPORT = "io.elbo4j.spark.report..";
    private static final String MLFLOW = "io.elbo4j.spark.mlflow..";
    private static final String REGISTRY = "io.elbo4j.spark.registry..";
    private static final String CHECKPOINT = "io.elbo4j.spark.checkpoint..";
    private static final String IO = "io.elbo4j.spark.io..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.elbo4j.spark");

    @Test
    void layers_lookDownOnly() {
        assertTrue(CLASSES.size() > 40, "classes were found");
        noClasses()
                .that()
                .resideInAPackage(IO)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CHECKPOINT, REGISTRY, REPORT, MLFLOW, RUN, SCALING, ML, CLI)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(CHECKPOINT, REGISTRY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(REPORT, MLFLOW, RUN, SCALING, ML, CLI)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(REPORT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CHECKPOINT, REGISTRY, MLFLOW, RUN, SCALING, ML, CLI)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.spark..")
                .because("a report needs files alone")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(MLFLOW)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CHECKPOINT, REGISTRY, REPORT, RUN, SCALING, ML, CLI)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.spark..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(RUN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SCALING, ML, CLI)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(SCALING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CHECKPOINT, REGISTRY, MLFLOW, ML, CLI)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ML)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CHECKPOINT, REGISTRY, CLI)
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(IO, CHECKPOINT, REGISTRY, REPORT, MLFLOW, RUN, SCALING, ML, CLI)
                .should()
                .resideInAPackage("io.elbo4j.spark..")
                .allowEmptyShould(true)
                .check(CLASSES);
        slices().matching("io.elbo4j.spark.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void broadcastsAndAggregations_areMadeInRun() {
        noClasses()
                .that()
                .resideOutsideOfPackage(RUN)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.spark.broadcast.Broadcast")
                .orShould()
                .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "aggregates",
                        call -> call.getName().matches("(treeA|a)ggregate|treeReduce|fold|.*ByKey")
                                && (call.getTargetOwner().isAssignableTo(JavaRDD.class)
                                        || call.getTargetOwner().isAssignableTo(JavaPairRDD.class))))
                .check(CLASSES);
    }

    @Test
    void commands_doNoWorkOnRows() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.spark.api.java..", "org.apache.spark.rdd..", "io.elbo4j.data..", "io.elbo4j.math..")
                .because("they parse, wire and choose the exit code")
                .check(CLASSES);
    }

    @Test
    void data_comeThroughHadoopFileSystems() {
        noClasses()
                .that()
                .resideInAPackage(IO)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .check(CLASSES);
    }

    @Test
    void tensors_stayInCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void randomness_comesFromKeysAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom|UUID)"
                        + "|java\\.security\\.SecureRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(CLASSES);
    }
}
