package io.oncegate.orders.app;

import io.oncegate.database.Dialect;
import io.oncegate.feedback.FeedbackRepository;
import io.oncegate.feedback.FeedbackService;
import io.oncegate.feedback.jdbc.JdbcFeedbackRepository;
import io.oncegate.orders.OrderRepository;
import io.oncegate.orders.OrderService;
import io.oncegate.orders.ProductCatalogue;
import io.oncegate.orders.ReorderCheck;
import io.oncegate.orders.jdbc.JdbcOrderRepository;
import io.oncegate.orders.jdbc.JdbcProductCatalogue;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the services together; the domain itself knows nothing of Spring. */
@Configuration(proxyBeanMethods = false)
class ServiceConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    OrderRepository orderRepository(Dialect dialect, JdbcClient client, TransactionTemplate transactions) {
        return new JdbcOrderRepository(dialect, client, transactions);
    }

    @Bean
    ProductCatalogue productCatalogue(JdbcClient client) {
        return new JdbcProductCatalogue(client);
    }

    @Bean
    OrderService orderService(
            OrderRepository orders, ProductCatalogue products, OrdersProperties properties, Clock clock) {
        return new OrderService(orders, products, new ReorderCheck(properties.reorderWindow()), clock);
    }

    @Bean
    FeedbackRepository feedbackRepository(Dialect dialect, JdbcClient client) {
        return new JdbcFeedbackRepository(dialect, client);
    }

    @Bean
    FeedbackService feedbackService(FeedbackRepository repository, Clock clock) {
        return new FeedbackService(repository, clock);
    }
}
