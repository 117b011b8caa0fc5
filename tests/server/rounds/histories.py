"""The table of the staircase: what has happened, who looks, and where each step stands. Written by hand from how the school works.

What is booked: whether there are times (`open`, or `over` when none can be booked any more), then whose talks are booked, with `@` for
today; where nothing stands no times were offered.
After a phase `+`: an agreement is proposed; after a party `yes`: it has answered.
After a phase `?`: pupil, homes and mentor are asked to look back; after a party `back`: it has.

`name` of a party: asked, nothing begun · `~` begun · `!` handed in · `#` closed by the mentor · `(name)` not asked.
A step: `-` not begun · `turn` · `goes` (ongoing) · `waits` · `done` · `skip`; after a colon whom it waits for; with `*` it is late once its
last day is over.
"""

from __future__ import annotations

HAPPENED = """
history                          | phase     | parts                                 | booking
nothing handed out               | -         | -
handed out                       | draft     | pupil maths swedish anna bo
pupil has begun                  | draft     | pupil~ maths swedish anna bo
pupil has handed in              | draft     | pupil! maths swedish anna bo
one of two subjects in           | draft     | pupil! maths! swedish anna bo
all in                           | draft     | pupil! maths! swedish! anna bo
the last one closed              | draft     | pupil! maths! swedish# anna bo
pupil has taken back             | draft     | pupil~ maths! swedish! anna bo
shown                            | shared    | pupil! maths! swedish! anna bo
one household has begun          | shared    | pupil! maths! swedish! anna~ bo
one household ready              | shared    | pupil! maths! swedish! anna! bo
both households ready            | shared    | pupil! maths! swedish! anna! bo!
one ready, the other closed      | shared    | pupil! maths! swedish! anna! bo#
one household has taken back     | shared    | pupil! maths! swedish! anna~ bo!
taken back from the home         | draft     | pupil! maths! swedish! anna! bo
the talk                         | talk      | pupil! maths! swedish! anna! bo!
the talk without one household   | talk      | pupil! maths! swedish! anna! bo
the talk without any household   | talk      | pupil! maths! swedish! anna bo
back from the talk               | shared    | pupil! maths! swedish! anna! bo
agreement proposed               | talk+     | pupil! maths! swedish! anna! bo!
one home has answered            | talk+     | pupil! maths! swedish! anna!yes bo!
pupil and one home answered      | talk+     | pupil!yes maths! swedish! anna!yes bo!
all have answered                | talk+     | pupil!yes maths! swedish! anna!yes bo!yes
proposal taken back              | talk      | pupil! maths! swedish! anna! bo!
agreed                           | agreed    | pupil! maths! swedish! anna! bo!
in use                           | in_use    | pupil! maths! swedish! anna! bo!
asked to look back               | in_use?   | pupil! maths! swedish! anna! bo!
pupil and one home looked back   | in_use?   | pupil!back maths! swedish! anna!back bo!
one home has not looked back     | in_use?   | pupil!back maths! swedish! anna!back bo! mentor#back
reopened                         | talk      | pupil! maths! swedish! anna! bo!
evaluated                        | evaluated | pupil! maths! swedish! anna! bo!
archived                         | archived  | pupil! maths! swedish! anna! bo!
talk only, handed out            | draft     | pupil anna bo
talk only, shown                 | shared    | pupil! anna bo
talk only, agreed                | agreed    | pupil! anna! bo!
nobody asked, handed out         | draft     | (pupil) (maths) (swedish) (anna) (bo)
nobody asked, shown              | shared    | (pupil) (maths) (swedish) (anna) (bo)
nobody asked, the talk           | talk      | (pupil) (maths) (swedish) (anna) (bo)
only the home asked              | draft     | (pupil) (maths) (swedish) anna bo
only the home asked, shown       | shared    | (pupil) (maths) (swedish) anna bo
no home asked, shown             | shared    | pupil! maths! swedish! (anna) (bo)
of age, handed out               | draft     | pupil maths
of age, all in                   | draft     | pupil! maths!
of age, shown                    | shared    | pupil! maths!
times offered                    | shared    | pupil! maths! swedish! anna! bo!      | open
times offered before it is shown | draft     | pupil maths swedish anna bo           | open
one household has booked         | shared    | pupil! maths! swedish! anna! bo!      | open anna
both households have booked      | shared    | pupil! maths! swedish! anna! bo!      | open anna bo
the day of one of them           | shared    | pupil! maths! swedish! anna! bo!      | open anna@ bo
no time is left for one          | shared    | pupil! maths! swedish! anna! bo!      | over anna
the talk that one has booked     | talk      | pupil! maths! swedish! anna! bo!      | open anna@
of age, times offered            | shared    | pupil! maths!                         | open
of age, booked                   | shared    | pupil! maths!                         | open pupil
"""

GROUPS = {
    "all": "pupil anna bo mentor maths swedish crafts observer principal",
    "others": "maths swedish crafts observer principal",
}
"""`crafts` teaches a subject that is not asked for; `anna` and `bo` live apart."""

SEEN = """
history                          | who                                          | material | school                | home          | book          | talk          | use          | evaluate
nothing handed out               | all                                          | -        | -                     | -             | -             | -             | -            | -
handed out                       | pupil maths swedish                          | done     | turn*                 | -             | -             | -             | -            | -
handed out                       | anna bo                                      | done     | waits:school          | -             | -             | -             | -            | -
handed out                       | mentor crafts observer principal             | done     | waits:pupil+teachers* | -             | -             | -             | -            | -
pupil has begun                  | pupil maths swedish                          | done     | turn*                 | -             | -             | -             | -            | -
pupil has begun                  | anna bo                                      | done     | waits:school          | -             | -             | -             | -            | -
pupil has begun                  | mentor crafts observer principal             | done     | goes:pupil+teachers*  | -             | -             | -             | -            | -
pupil has handed in              | maths swedish                                | done     | turn*                 | -             | -             | -             | -            | -
pupil has handed in              | pupil anna bo                                | done     | waits:school          | -             | -             | -             | -            | -
pupil has handed in              | mentor crafts observer principal             | done     | waits:teachers*       | -             | -             | -             | -            | -
one of two subjects in           | swedish                                      | done     | turn*                 | -             | -             | -             | -            | -
one of two subjects in           | pupil anna bo                                | done     | waits:school          | -             | -             | -             | -            | -
one of two subjects in           | mentor maths crafts observer principal       | done     | waits:teachers*       | -             | -             | -             | -            | -
all in                           | pupil anna bo                                | done     | waits:school          | -             | -             | -             | -            | -
all in                           | mentor                                       | done     | done                  | turn*         | -             | -             | -            | -
all in                           | others                                       | done     | done                  | waits:mentor* | -             | -             | -            | -
the last one closed              | pupil anna bo                                | done     | waits:school          | -             | -             | -             | -            | -
the last one closed              | mentor                                       | done     | done                  | turn*         | -             | -             | -            | -
the last one closed              | others                                       | done     | done                  | waits:mentor* | -             | -             | -            | -
pupil has taken back             | pupil                                        | done     | turn*                 | -             | -             | -             | -            | -
pupil has taken back             | anna bo                                      | done     | waits:school          | -             | -             | -             | -            | -
pupil has taken back             | mentor others                                | done     | goes:pupil*           | -             | -             | -             | -            | -
shown                            | anna bo                                      | done     | done                  | turn*         | -             | -             | -            | -
shown                            | pupil                                        | done     | done                  | waits:home    | -             | -             | -            | -
shown                            | mentor others                                | done     | done                  | waits:home*   | -             | -             | -            | -
one household has begun          | anna bo                                      | done     | done                  | turn*         | -             | -             | -            | -
one household has begun          | pupil                                        | done     | done                  | goes:home     | -             | -             | -            | -
one household has begun          | mentor others                                | done     | done                  | goes:home*    | -             | -             | -            | -
one household ready              | anna                                         | done     | done                  | done          | waits:mentor  | waits:mentor  | -            | -
one household ready              | bo                                           | done     | done                  | turn*         | -             | -             | -            | -
one household ready              | pupil                                        | done     | done                  | waits:home    | -             | -             | -            | -
one household ready              | mentor others                                | done     | done                  | waits:home*   | -             | -             | -            | -
both households ready            | pupil anna bo                                | done     | done                  | done          | waits:mentor  | waits:mentor  | -            | -
both households ready            | mentor                                       | done     | done                  | done          | turn*         | turn*         | -            | -
both households ready            | others                                       | done     | done                  | done          | waits:mentor* | waits:mentor* | -            | -
one ready, the other closed      | pupil anna bo                                | done     | done                  | done          | waits:mentor  | waits:mentor  | -            | -
one ready, the other closed      | mentor                                       | done     | done                  | done          | turn*         | turn*         | -            | -
one ready, the other closed      | others                                       | done     | done                  | done          | waits:mentor* | waits:mentor* | -            | -
one household has taken back     | anna                                         | done     | done                  | turn*         | -             | -             | -            | -
one household has taken back     | bo                                           | done     | done                  | done          | waits:mentor  | waits:mentor  | -            | -
one household has taken back     | pupil                                        | done     | done                  | goes:home     | -             | -             | -            | -
one household has taken back     | mentor others                                | done     | done                  | goes:home*    | -             | -             | -            | -
taken back from the home         | pupil anna bo                                | done     | waits:school          | -             | -             | -             | -            | -
taken back from the home         | mentor                                       | done     | done                  | turn*         | -             | -             | -            | -
taken back from the home         | others                                       | done     | done                  | waits:mentor* | -             | -             | -            | -
the talk                         | pupil anna bo                                | done     | done                  | done          | skip          | turn          | -            | -
the talk                         | mentor                                       | done     | done                  | done          | skip          | turn*         | -            | -
the talk                         | others                                       | done     | done                  | done          | skip          | goes*         | -            | -
the talk without one household   | pupil anna                                   | done     | done                  | done          | skip          | turn          | -            | -
the talk without one household   | bo                                           | done     | done                  | skip          | skip          | turn          | -            | -
the talk without one household   | mentor                                       | done     | done                  | done          | skip          | turn*         | -            | -
the talk without one household   | others                                       | done     | done                  | done          | skip          | goes*         | -            | -
the talk without any household   | pupil anna bo                                | done     | done                  | skip          | skip          | turn          | -            | -
the talk without any household   | mentor                                       | done     | done                  | skip          | skip          | turn*         | -            | -
the talk without any household   | others                                       | done     | done                  | skip          | skip          | goes*         | -            | -
back from the talk               | anna                                         | done     | done                  | done          | waits:mentor  | waits:mentor  | -            | -
back from the talk               | bo                                           | done     | done                  | turn*         | -             | -             | -            | -
back from the talk               | pupil                                        | done     | done                  | waits:home    | -             | -             | -            | -
back from the talk               | mentor others                                | done     | done                  | waits:home*   | -             | -             | -            | -
agreement proposed               | pupil anna bo                                | done     | done                  | done          | skip          | turn          | -            | -
agreement proposed               | mentor others                                | done     | done                  | done          | skip          | waits:pupil+home*| -            | -
one home has answered            | anna                                         | done     | done                  | done          | skip          | waits:mentor  | -            | -
one home has answered            | pupil bo                                     | done     | done                  | done          | skip          | turn          | -            | -
one home has answered            | mentor others                                | done     | done                  | done          | skip          | waits:pupil+home*| -            | -
pupil and one home answered      | pupil anna                                   | done     | done                  | done          | skip          | waits:mentor  | -            | -
pupil and one home answered      | bo                                           | done     | done                  | done          | skip          | turn          | -            | -
pupil and one home answered      | mentor others                                | done     | done                  | done          | skip          | waits:home*   | -            | -
all have answered                | pupil anna bo                                | done     | done                  | done          | skip          | waits:mentor  | -            | -
all have answered                | mentor                                       | done     | done                  | done          | skip          | turn*         | -            | -
all have answered                | others                                       | done     | done                  | done          | skip          | waits:mentor* | -            | -
proposal taken back              | pupil anna bo                                | done     | done                  | done          | skip          | turn          | -            | -
proposal taken back              | mentor                                       | done     | done                  | done          | skip          | turn*         | -            | -
proposal taken back              | others                                       | done     | done                  | done          | skip          | goes*         | -            | -
agreed                           | mentor                                       | done     | done                  | done          | skip          | done          | turn         | -
agreed                           | pupil anna bo others                         | done     | done                  | done          | skip          | done          | waits:mentor | -
in use                           | all                                          | done     | done                  | done          | skip          | done          | goes         | -
reopened                         | pupil anna bo                                | done     | done                  | done          | skip          | turn          | -            | -
reopened                         | mentor                                       | done     | done                  | done          | skip          | turn*         | -            | -
reopened                         | others                                       | done     | done                  | done          | skip          | goes*         | -            | -
asked to look back               | pupil anna bo mentor                         | done     | done                  | done          | skip          | done          | goes         | turn
asked to look back               | others                                       | done     | done                  | done          | skip          | done          | goes         | waits:pupil+home+mentor
pupil and one home looked back   | pupil                                        | done     | done                  | done          | skip          | done          | goes         | waits:home+mentor
pupil and one home looked back   | anna                                         | done     | done                  | done          | skip          | done          | goes         | waits:mentor
pupil and one home looked back   | bo mentor                                    | done     | done                  | done          | skip          | done          | goes         | turn
pupil and one home looked back   | others                                       | done     | done                  | done          | skip          | done          | goes         | goes:home+mentor
one home has not looked back     | anna                                         | done     | done                  | done          | skip          | done          | goes         | waits:school
one home has not looked back     | bo                                           | done     | done                  | done          | skip          | done          | goes         | turn
one home has not looked back     | pupil                                        | done     | done                  | done          | skip          | done          | goes         | waits:home
one home has not looked back     | mentor others                                | done     | done                  | done          | skip          | done          | goes         | goes:home
evaluated                        | all                                          | done     | done                  | done          | skip          | done          | done         | done
archived                         | all                                          | done     | done                  | done          | skip          | done          | done         | done
talk only, handed out            | pupil                                        | done     | turn*                 | -             | -             | -             | skip         | skip
talk only, handed out            | anna bo                                      | done     | waits:school          | -             | -             | -             | skip         | skip
talk only, handed out            | mentor others                                | done     | waits:pupil*          | -             | -             | -             | skip         | skip
talk only, shown                 | anna bo                                      | done     | done                  | turn*         | -             | -             | skip         | skip
talk only, shown                 | pupil                                        | done     | done                  | waits:home    | -             | -             | skip         | skip
talk only, shown                 | mentor others                                | done     | done                  | waits:home*   | -             | -             | skip         | skip
talk only, agreed                | all                                          | done     | done                  | done          | skip          | done          | skip         | skip
nobody asked, handed out         | pupil anna bo                                | done     | waits:school          | -             | -             | -             | -            | -
nobody asked, handed out         | mentor                                       | done     | skip                  | turn*         | -             | -             | -            | -
nobody asked, handed out         | others                                       | done     | skip                  | waits:mentor* | -             | -             | -            | -
nobody asked, shown              | pupil anna bo                                | done     | skip                  | skip          | waits:mentor  | waits:mentor  | -            | -
nobody asked, shown              | mentor                                       | done     | skip                  | skip          | turn*         | turn*         | -            | -
nobody asked, shown              | others                                       | done     | skip                  | skip          | waits:mentor* | waits:mentor* | -            | -
nobody asked, the talk           | pupil anna bo                                | done     | skip                  | skip          | skip          | turn          | -            | -
nobody asked, the talk           | mentor                                       | done     | skip                  | skip          | skip          | turn*         | -            | -
nobody asked, the talk           | others                                       | done     | skip                  | skip          | skip          | goes*         | -            | -
only the home asked              | pupil anna bo                                | done     | waits:school          | -             | -             | -             | -            | -
only the home asked              | mentor                                       | done     | skip                  | turn*         | -             | -             | -            | -
only the home asked              | others                                       | done     | skip                  | waits:mentor* | -             | -             | -            | -
only the home asked, shown       | anna bo                                      | done     | skip                  | turn*         | -             | -             | -            | -
only the home asked, shown       | pupil                                        | done     | skip                  | waits:home    | -             | -             | -            | -
only the home asked, shown       | mentor others                                | done     | skip                  | waits:home*   | -             | -             | -            | -
no home asked, shown             | pupil anna bo                                | done     | done                  | skip          | waits:mentor  | waits:mentor  | -            | -
no home asked, shown             | mentor                                       | done     | done                  | skip          | turn*         | turn*         | -            | -
no home asked, shown             | others                                       | done     | done                  | skip          | waits:mentor* | waits:mentor* | -            | -
of age, handed out               | pupil maths                                  | done     | turn*                 | -             | -             | -             | -            | -
of age, handed out               | mentor crafts observer principal             | done     | waits:pupil+teachers* | -             | -             | -             | -            | -
of age, all in                   | pupil                                        | done     | waits:school          | -             | -             | -             | -            | -
of age, all in                   | mentor                                       | done     | done                  | turn*         | -             | -             | -            | -
of age, all in                   | maths crafts observer principal              | done     | done                  | waits:mentor* | -             | -             | -            | -
of age, shown                    | pupil                                        | done     | done                  | skip          | waits:mentor  | waits:mentor  | -            | -
of age, shown                    | mentor                                       | done     | done                  | skip          | turn*         | turn*         | -            | -
of age, shown                    | maths crafts observer principal              | done     | done                  | skip          | waits:mentor* | waits:mentor* | -            | -
times offered                    | anna bo                                      | done     | done                  | done          | turn*         | -             | -            | -
times offered                    | pupil                                        | done     | done                  | done          | waits:home    | -             | -            | -
times offered                    | mentor others                                | done     | done                  | done          | waits:home*   | -             | -            | -
times offered before it is shown | pupil                                        | done     | turn*                 | -             | waits:home    | -             | -            | -
times offered before it is shown | maths swedish                                | done     | turn*                 | -             | waits:home*   | -             | -            | -
times offered before it is shown | anna bo                                      | done     | waits:school          | -             | turn*         | -             | -            | -
times offered before it is shown | mentor crafts observer principal             | done     | waits:pupil+teachers* | -             | waits:home*   | -             | -            | -
one household has booked         | anna                                         | done     | done                  | done          | done          | -             | -            | -
one household has booked         | bo                                           | done     | done                  | done          | turn*         | -             | -            | -
one household has booked         | pupil                                        | done     | done                  | done          | waits:home    | -             | -            | -
one household has booked         | mentor others                                | done     | done                  | done          | goes:home*    | -             | -            | -
both households have booked      | all                                          | done     | done                  | done          | done          | -             | -            | -
the day of one of them           | anna pupil                                   | done     | done                  | done          | done          | waits:mentor  | -            | -
the day of one of them           | bo                                           | done     | done                  | done          | done          | -             | -            | -
the day of one of them           | mentor                                       | done     | done                  | done          | done          | turn*         | -            | -
the day of one of them           | others                                       | done     | done                  | done          | done          | waits:mentor* | -            | -
no time is left for one          | anna                                         | done     | done                  | done          | done          | -             | -            | -
no time is left for one          | bo pupil                                     | done     | done                  | done          | waits:mentor  | waits:mentor  | -            | -
no time is left for one          | mentor                                       | done     | done                  | done          | turn*         | turn*         | -            | -
no time is left for one          | others                                       | done     | done                  | done          | waits:mentor* | waits:mentor* | -            | -
the talk that one has booked     | anna pupil                                   | done     | done                  | done          | done          | turn          | -            | -
the talk that one has booked     | bo                                           | done     | done                  | done          | skip          | turn          | -            | -
the talk that one has booked     | mentor                                       | done     | done                  | done          | done          | turn*         | -            | -
the talk that one has booked     | others                                       | done     | done                  | done          | done          | goes*         | -            | -
of age, times offered            | pupil                                        | done     | done                  | skip          | turn*         | -             | -            | -
of age, times offered            | mentor maths crafts observer principal       | done     | done                  | skip          | waits:pupil*  | -             | -            | -
of age, booked                   | pupil mentor maths crafts observer principal | done     | done                  | skip          | done          | -             | -            | -
"""  # noqa: E501  # one history and one way to see it a line is how a table is read
