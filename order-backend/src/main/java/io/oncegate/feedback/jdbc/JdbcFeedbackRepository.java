package io.oncegate.feedback.jdbc;

import io.oncegate.database.Dialect;
import io.oncegate.feedback.Feedback;
import io.oncegate.feedback.FeedbackRepository;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Feedback in the table {@code feedback}, which has no unique constraint but its id. */
public final class JdbcFeedbackRepository implements FeedbackRepository {

    private static final String COLUMNS = "feedback_id, user_id, text, created_at";

    private final JdbcClient client;
    private final Dialect dialect;

    public JdbcFeedbackRepository(Dialect dialect, JdbcClient client) {
        this.client = client;
        this.dialect = dialect;
    }

    @Override
    public void add(Feedback feedback) {
        client.sql("insert into feedback (" + COLUMNS + ") values (:feedbackId, :userId, :text, :createdAt)")
                .param("feedbackId", feedback.feedbackId())
                .param("userId", feedback.userId())
                .param("text", feedback.text())
                .param("createdAt", dialect.timestamp(feedback.createdAt()))
                .update();
    }

    @Override
    public Optional<Feedback> find(String userId, UUID feedbackId) {
        return client.sql("select " + COLUMNS + " from feedback where feedback_id = :feedbackId and user_id = :userId")
                .param("feedbackId", feedbackId)
                .param("userId", userId)
                .query(this::feedback)
                .optional();
    }

    @Override
    public List<Feedback> list(String userId, int limit) {
        return client.sql("select " + COLUMNS + " from feedback where user_id = :userId"
                        + " order by created_at desc, feedback_id limit :limit")
                .param("userId", userId)
                .param("limit", limit)
                .query(this::feedback)
                .list();
    }

    private Feedback feedback(ResultSet row, int number) throws SQLException {
        return new Feedback(
                row.getObject("feedback_id", UUID.class),
                row.getString("user_id"),
                row.getString("text"),
                dialect.instant(row, "created_at"));
    }
}
