package io.oncegate.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OrderServiceTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.123456789Z");

    private final Stub orders = new Stub();

    @Test
    void aFreeKeyIsPlacedWithWholeMicroseconds() {
        PlaceOutcome outcome = place(draft("SKU-1", "1.00", false), Insertion.Inserted::new);

        assertThat(outcome).isInstanceOfSatisfying(PlaceOutcome.Placed.class, placed -> {
            assertThat(placed.order().createdAt()).isEqualTo("2026-11-23T08:00:00.123456Z");
            assertThat(placed.order().status()).isEqualTo(OrderStatus.PLACED);
        });
    }

    @Test
    void aTakenKeyIsARepetitionOrAMistake() {
        Order existing = Order.placed(UUID.randomUUID(), draft("SKU-1", "1.00", true), NOW);

        assertThat(place(draft("SKU-1", "1", false), order -> new Insertion.KeyTaken(existing)))
                .isEqualTo(new PlaceOutcome.Repeated(existing));
        assertThat(place(draft("SKU-1", "2", false), order -> new Insertion.KeyTaken(existing)))
                .isEqualTo(new PlaceOutcome.KeyReused());
        assertThat(place(draft("SKU-2", "1", false), order -> new Insertion.KeyTaken(existing)))
                .isEqualTo(new PlaceOutcome.KeyReused());
    }

    @Test
    void aSimilarOrderIsAQuestion() {
        Order existing = Order.placed(UUID.randomUUID(), draft("SKU-1", "1.00", false), NOW);

        assertThat(place(draft("SKU-1", "1", false), order -> new Insertion.Similar(existing)))
                .isEqualTo(new PlaceOutcome.PossibleDuplicate(existing));
        assertThat(orders.asked).contains(Instant.parse("2026-11-23T07:50:00.123456Z"));
    }

    @Test
    void aConfirmedOrderIsNotQuestioned() {
        place(draft("SKU-1", "1", true), Insertion.Inserted::new);

        assertThat(orders.asked).isEmpty();
    }

    @Test
    void anUnknownProductIsNotOrdered() {
        assertThat(place(draft("SKU-9", "1", false), Insertion.Inserted::new))
                .isEqualTo(new PlaceOutcome.UnknownProduct());
        assertThat(orders.inserted).isEmpty();
    }

    @Test
    void aWindowIsNeverNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReorderCheck(Duration.ofNanos(-1)));
        assertThat(new ReorderCheck(Duration.ZERO).since(draft("SKU-1", "1", false), NOW))
                .isEmpty();
    }

    private PlaceOutcome place(OrderDraft draft, Function<Order, Insertion> database) {
        orders.answer = database;
        return new OrderService(
                        orders,
                        new OneProduct(),
                        new ReorderCheck(Duration.ofMinutes(10)),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .place(draft);
    }

    private static OrderDraft draft(String prodCode, String amount, boolean confirmed) {
        Amount sum = Amount.parse(amount).fold(valid -> valid, fault -> {
            throw new AssertionError(fault);
        });
        return new OrderDraft("alice", new DedupKey("k"), prodCode, sum, confirmed);
    }

    private static final class OneProduct implements ProductCatalogue {
        @Override
        public boolean contains(String prodCode) {
            return prodCode.startsWith("SKU-1") || prodCode.equals("SKU-2");
        }

        @Override
        public List<Product> all() {
            return List.of();
        }
    }

    private static final class Stub implements OrderRepository {

        private final List<Order> inserted = new ArrayList<>();
        private Function<Order, Insertion> answer = Insertion.Inserted::new;
        private Optional<Instant> asked = Optional.empty();

        @Override
        public Insertion insert(Order order, Optional<Instant> similarSince) {
            inserted.add(order);
            asked = similarSince;
            return answer.apply(order);
        }

        @Override
        public Optional<Order> find(String userId, UUID orderId) {
            return Optional.empty();
        }

        @Override
        public Optional<Order> find(String userId, DedupKey key) {
            return Optional.empty();
        }

        @Override
        public List<Order> list(String userId, Optional<UUID> after, int limit) {
            return List.of();
        }
    }
}
