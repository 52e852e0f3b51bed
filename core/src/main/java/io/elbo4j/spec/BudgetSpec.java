package io.elbo4j.spec;

/**
 * What one training may take. It decides when rounds end, and so is the one thing beside seed and shards by which results differ.
 *
 * @param minutes of rounds, over all processes that took part; 0 has no limit
 * @param cost in the currency of {@code costPerHour}; 0 has no limit
 * @param costPerHour of the cluster
 */
public record BudgetSpec(double minutes, double cost, double costPerHour) {

    static BudgetSpec of(Settings settings) {
        BudgetSpec budget = new BudgetSpec(
                RunSpec.within(settings, "budget.minutes", 0, 1e9, false),
                RunSpec.within(settings, "budget.cost", 0, 1e12, false),
                RunSpec.within(settings, "budget.costPerHour", 0, 1e12, false));
        if (budget.cost > 0 && budget.costPerHour == 0) {
            throw new SpecException("settings: a cost needs a price: budget.cost=" + budget.cost
                    + " budget.costPerHour=0; set what an hour of the cluster costs");
        }
        return budget;
    }

    /** Whether there is any. */
    public boolean limited() {
        return minutes > 0 || cost > 0;
    }

    /** Whether so many seconds of rounds have used it up. */
    public boolean spent(double seconds) {
        return (minutes > 0 && seconds >= minutes * 60) || (cost > 0 && seconds * costPerHour >= cost * 3600);
    }
}
