package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The promise of contract 1 wherever something fails, and the page that tells what clients see. */
class CrashPointsTest {

    private static BreakableProduct product;

    private final List<Outcome> outcomes = new ArrayList<>();
    private boolean usable = true;

    @BeforeAll
    static void start() {
        product = new BreakableProduct();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @TestFactory
    Stream<DynamicTest> thePromiseHoldsAtEveryCrashPointAndThePageTellsWhatHappens() {
        return Stream.concat(
                CrashPoint.all().map(point -> DynamicTest.dynamicTest(point.toString(), () -> visit(point))),
                Stream.of(DynamicTest.dynamicTest("the page tells what happens", this::comparePages)));
    }

    private void visit(CrashPoint point) {
        assumeTrue(usable, "after a crash point that could not be visited the product is in an unknown state");
        usable = false;
        List<Outcome> here = point.visit(product);
        usable = true;
        outcomes.addAll(here);
        assertThat(here).allSatisfy(outcome -> outcome.assertPromiseKept(product.tables()));
    }

    private void comparePages() {
        assumeTrue(usable, "not every crash point was visited");
        String page = CrashPointTable.page(outcomes);
        CrashPointTable.write(page);
        assertThat(CrashPointTable.differences(page))
                .as("differences between system-test/target/crash-points.md and docs/crash-points.md")
                .isEmpty();
    }
}
