"""What the clock asks the workers to do, and after how many seconds again."""

TIMETABLE = {
    "sweep-jobs": {"task": "workflows.tasks.sweep_jobs", "schedule": 60.0},
    "fire-timers": {"task": "workflows.tasks.fire_timers", "schedule": 60.0},
    "log-standards": {
        "task": "certification.tasks.log_published_standards",
        "schedule": 60.0,
    },
    "publish-log": {"task": "documents.tasks.publish_log", "schedule": 60.0},
    "send-messages": {"task": "certification.tasks.send_messages", "schedule": 30.0},
    "sign-status-lists": {"task": "documents.tasks.sign_status_lists", "schedule": 30.0},
    "issue-revisions": {"task": "certification.tasks.issue_revisions", "schedule": 60.0},
    "stamp-seals": {"task": "certification.tasks.stamp_seals", "schedule": 300.0},
    "sweep-invitations": {"task": "certification.tasks.sweep_invitations", "schedule": 120.0},
    "send-consultation-letters": {
        "task": "standards.tasks.send_consultation_letters",
        "schedule": 30.0,
    },
    "forget-commenters": {"task": "standards.tasks.forget_commenters", "schedule": 3600.0},
    "tell-of-terms": {
        "task": "certification.tasks.tell_of_begun_and_ended_terms",
        "schedule": 600.0,
    },
    "send-notices": {"task": "certification.tasks.send_notices", "schedule": 30.0},
    "count-the-registry": {"task": "certification.tasks.count_the_registry", "schedule": 60.0},
    "tell-of-interpretations": {
        "task": "certification.tasks.tell_of_interpretations",
        "schedule": 120.0,
    },
    "look-for-waiting-interpretations": {
        "task": "certification.tasks.look_for_waiting_interpretations",
        "schedule": 900.0,
    },
    "look-after-holders": {
        "task": "certification.tasks.look_after_holders",
        "schedule": 3600.0,
    },
    "remind-of-obligations": {
        "task": "certification.tasks.remind_of_obligations",
        "schedule": 3600.0,
    },
}
