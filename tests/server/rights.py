"""The tables of rights over HTTP, and reading them.

They are written by hand from the rights that the school world gives to each role, and know nothing of the code that judges.
Whoever is named neither under *may* nor under *sees only* must not learn that the thing is there: 404.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Elsa's plan is everybody's example. `all` is everyone who sees it.
GROUPS = {
    "home": "elsa anna bo",
    "staff": "mentor teacher observer principal",
    "all": "elsa anna bo mentor teacher observer principal",
    "ours": "elsa omar hidden anna bo omars_mother mentor teacher observer principal admin",
    "others": "elsa omar hidden anna bo omars_mother mentor teacher observer principal",
    "admins": "director admin",
    "theirs": "far far_observer far_teacher far_principal",
    "homes": "elsa omar hidden anna bo omars_mother",
    "attend": "elsa anna bo mentor teacher principal guest",
    "readers": "mentor teacher observer principal admin director",
}

HTTP = """
act                                          | in phase                 | sends                 | may                                     | sees only
GET /plans/{plan:elsa}                       | draft shared talk agreed | -                     | all                                     | -
GET /plans/{plan:elsa}                       | in_use archived          | -                     | all                                     | -
GET /plans/{plan:omar}                       | talk                     | -                     | omar omars_mother staff                 | -
GET /plans/{plan:hidden}                     | talk                     | -                     | hidden mentor                           | -
GET /plans/{plan:far}                        | talk                     | -                     | theirs                                  | -
GET /plans/{plan:foreign}                    | talk                     | -                     | foreign stranger                        | -
GET /plans/{plan:elsa}/booking               | shared talk agreed       | - | home mentor principal admin | teacher observer
GET /plans/{plan:omar}/booking               | shared                   | - | omar omars_mother mentor principal admin | teacher observer
GET /plans/{plan:hidden}/booking             | shared                   | - | hidden mentor | -
GET /plans/{plan:far}/booking                | shared                   | - | far far_principal director | far_teacher far_observer
GET /plans/{plan:elsa}/booking/times         | shared                   | - | home mentor principal admin | teacher observer
GET /plans/{plan:hidden}/booking/times       | shared                   | - | hidden mentor | -
GET /plans/{plan:elsa}/booking/{slot:ours}   | shared                   | - | anna bo | teacher observer
GET /plans/{plan:elsa}/booking/{slot:far}    | shared                   | - | - | teacher observer
POST /plans/{plan:elsa}/bookings             | draft shared talk        | id=new slot=ours household=annas | anna mentor principal admin | elsa bo teacher observer
POST /plans/{plan:elsa}/bookings             | agreed                   | id=new slot=ours household=annas | - | home mentor teacher observer principal admin
POST /plans/{plan:elsa}/bookings             | shared                   | id=new slot=far household=annas | - | elsa bo teacher observer
POST /plans/{plan:elsa}/bookings             | shared                   | id=new slot=ours household=azizs | - | home mentor teacher observer principal admin
POST /plans/{plan:elsa}/bookings             | shared                   | id=new slot=ours household=pupil | - | home mentor teacher observer principal admin
POST /plans/{plan:omar}/bookings             | shared                   | id=new slot=ours household=azizs | omars_mother mentor principal admin | omar teacher observer
POST /plans/{plan:far}/bookings              | shared                   | id=new slot=far household=pupil | far_principal director | far far_teacher far_observer
POST /plans/{plan:elsa}/waiting              | shared                   | household=annas | anna mentor principal admin | elsa bo teacher observer
POST /plans/{plan:elsa}/waiting/left         | shared                   | household=annas | anna mentor principal admin | elsa bo teacher observer
POST /bookings/{booking:annas}/moved         | shared                   | slot=ours | anna mentor principal admin | elsa
POST /bookings/{booking:omars}/moved         | shared                   | slot=ours | omars_mother mentor principal admin | omar
POST /bookings/{booking:annas}/cancelled     | draft shared talk        | - | anna mentor principal admin | elsa
POST /bookings/{booking:annas}/cancelled     | agreed                   | - | - | elsa anna mentor principal admin
POST /bookings/{booking:bos}/cancelled       | shared                   | - | bo mentor principal admin | elsa
GET /classes/{class:ours}/booking            | shared                   | - | mentor teacher principal admin | elsa omar hidden anna bo omars_mother observer
GET /classes/{class:far}/booking             | shared                   | - | far_teacher far_principal director | far far_observer
GET /classes/{class:ours}/booking/rows       | shared                   | - | mentor teacher principal admin | elsa omar hidden anna bo omars_mother observer
POST /classes/{class:ours}/booking/reminded  | shared                   | - | mentor teacher principal admin | elsa omar hidden anna bo omars_mother observer
GET /classes/{class:ours}/offers             | shared                   | - | mentor teacher principal admin | elsa omar hidden anna bo omars_mother observer
POST /classes/{class:ours}/offers            | shared                   | offered=ours | mentor teacher principal admin | elsa omar hidden anna bo omars_mother observer
POST /classes/{class:far}/offers             | shared                   | offered=far | far_teacher far_principal director | far far_observer
GET /offers/{offer:ours}                     | shared                   | - | mentor principal admin | -
GET /offers/{offer:far}                      | shared                   | - | far_teacher far_principal director | -
GET /offers/{offer:foreign}                  | shared                   | - | stranger | -
GET /offers/{offer:ours}/lines               | shared                   | - | mentor principal admin | -
POST /offers/{offer:ours}/closes             | shared                   | closes=2090-01-01 | mentor principal admin | -
POST /offers/{offer:ours}/times/{slot:ours}/withdrawn | shared         | - | mentor principal admin | -
POST /offers/{offer:ours}/withdrawn          | shared                   | - | mentor principal admin | -
POST /offers/{offer:far}/withdrawn           | shared                   | - | far_teacher far_principal director | -
GET /texts/{text:assessment_written}/history | draft                    | -                     | staff                                   | -
GET /texts/{text:assessment_written}/history | shared archived          | -                     | all                                     | -
GET /texts/{text:staff_notes_written}/history | talk                    | -                     | staff                                   | -
GET /texts/{text:home_anna_written}/history  | talk                     | -                     | elsa anna mentor observer principal     | -
GET /texts/{text:home_anna_written}/history/{seq:1} | talk              | -                     | elsa anna mentor observer principal     | -
GET /texts/{text:home_anna_written}/history/{seq:9} | talk              | -                     | -                                       | -
POST /texts/{text:talk_notes_written}/restored | talk                   | id=new seq=1          | home mentor teacher                     | observer principal
POST /texts/{text:talk_notes_written}/restored | shared                 | id=new seq=1          | mentor                                  | teacher observer principal
POST /texts/{text:assessment_written}/restored | draft                  | id=new seq=1          | teacher                                 | mentor observer principal
POST /texts/{text:assessment_written}/restored | agreed archived        | id=new seq=1          | -                                       | all
GET /plans/{plan:elsa}/head                  | draft talk               | -                     | all                                     | -
GET /plans/{plan:hidden}/head                | talk                     | -                     | hidden mentor                           | -
GET /plans/{plan:elsa}/texts                 | draft talk               | -                     | all                                     | -
GET /plans/{plan:omar}/texts                 | talk                     | -                     | omar omars_mother staff                 | -
GET /plans/{plan:elsa}/goals                 | draft talk               | -                     | all                                     | -
GET /plans/{plan:far}/goals                  | talk                     | -                     | theirs                                  | -
GET /plans/{plan:elsa}/comments              | draft talk               | -                     | all                                     | -
GET /plans/{plan:foreign}/comments           | talk                     | -                     | foreign stranger                        | -
GET /plans/{plan:elsa}/since/{revision:0}    | draft talk               | -                     | all                                     | -
GET /plans/{plan:hidden}/since/{revision:0}  | talk                     | -                     | hidden mentor                           | -
GET /pupils/{pupil:elsa}/plans               | draft talk archived      | -                     | all                                     | -
GET /pupils/{pupil:omar}/plans               | talk                     | -                     | omar omars_mother staff                 | -
GET /pupils/{pupil:hidden}/plans             | talk                     | -                     | hidden mentor                           | -
GET /pupils/{pupil:far}/plans                | talk                     | -                     | theirs                                  | -
GET /plans/{plan:elsa}/compare               | draft shared talk in_use | -                     | all                                     | -
GET /plans/{plan:elsa}/compare               | archived                 | -                     | all                                     | -
GET /plans/{plan:hidden}/compare             | talk                     | -                     | hidden mentor                           | -
GET /plans/{plan:elsa}/compare/goals         | talk                     | -                     | all                                     | -
POST /plans/{plan:elsa}/compare/goals        | shared talk in_use       | id=new goal=last      | home mentor teacher                     | observer principal
POST /plans/{plan:elsa}/compare/goals        | archived                 | id=new goal=last      | -                                       | all
POST /plans/{plan:omar}/compare/goals        | talk                     | id=new goal=last      | -                                       | observer principal
GET /plans/{plan:elsa}/versions/{number:1}   | agreed                   | -                     | all                                     | -
GET /plans/{plan:elsa}/versions/{number:9}   | agreed                   | -                     | -                                       | -
GET /plans/{plan:elsa}/versions/{number:1}/document | agreed             | -                     | all                                     | -
GET /plans/{plan:omar}/versions/{number:1}/document | agreed             | -                     | -                                       | -
POST /plans/{plan:elsa}/versions/{number:1}/verified | agreed            | sha256=0000000000000000000000000000000000000000000000000000000000000000 | pdf:all                                     | -
GET /schools/{school:ours}/numbers           | talk                     | -                     | principal admin                         | -
GET /schools/{school:ours}/numbers/file      | talk                     | -                     | principal admin                         | -
GET /schools/{school:far}/numbers            | talk                     | -                     | far_principal director                  | -
GET /organisation/numbers                    | talk                     | -                     | director                                | -
GET /organisation/numbers/file               | talk                     | -                     | director                                | -
POST /organisation/numbers/smallest-group    | talk                     | pupils=5              | director                                | -
POST /plans/{plan:elsa}/phase                | talk                     | phase=shared          | mentor principal                        | home teacher observer
POST /plans/{plan:elsa}/phase                | draft                    | phase=shared          | mentor principal                        | home teacher observer
POST /plans/{plan:elsa}/phase                | shared                   | phase=draft reason=x  | mentor principal                        | home teacher observer
POST /plans/{plan:elsa}/phase                | shared                   | phase=talk            | mentor principal                        | home teacher observer
POST /plans/{plan:elsa}/phase                | talk                     | phase=shared reason=x | mentor principal                        | home teacher observer
POST /plans/{plan:elsa}/phase                | talk                     | phase=agreed          | -                                       | all
POST /plans/{plan:elsa}/phase                | agreed                   | phase=in_use          | mentor                                  | home teacher observer principal
POST /plans/{plan:elsa}/phase                | agreed in_use            | phase=talk reason=x   | principal                               | home mentor teacher observer
POST /plans/{plan:elsa}/phase                | evaluated archived       | phase=talk reason=x   | -                                       | all
POST /plans/{plan:omar}/phase                | talk                     | phase=shared          | mentor principal                        | omar omars_mother teacher observer
POST /plans/{plan:hidden}/phase              | talk                     | phase=shared          | mentor                                  | hidden
GET /plans/{plan:elsa}/agreement             | draft talk agreed        | -                     | all                                     | -
GET /plans/{plan:omar}/agreement             | talk                     | -                     | omar omars_mother staff                 | -
GET /plans/{plan:hidden}/agreement           | talk                     | -                     | hidden mentor                           | -
GET /plans/{plan:foreign}/agreement          | talk                     | -                     | foreign stranger                        | -
POST /plans/{plan:elsa}/agreement            | talk                     | id=new                | mentor                                  | home teacher observer principal
POST /plans/{plan:elsa}/agreement            | draft shared agreed      | id=new                | -                                       | all
POST /plans/{plan:omar}/agreement            | talk                     | id=new                | mentor                                  | omar omars_mother teacher observer principal
POST /plans/{plan:hidden}/agreement          | talk                     | id=new                | mentor                                  | hidden
POST /plans/{plan:far}/agreement             | talk                     | id=new                | -                                       | theirs
POST /agreements/{agreement:elsas}/answer    | talk                     | yes=true              | home                                    | staff
POST /agreements/{agreement:elsas}/answer    | talk                     | yes=false objection=x | home                                    | staff
POST /agreements/{agreement:omars}/answer    | talk                     | yes=true              | omar omars_mother                       | staff
POST /agreements/{agreement:hiddens}/answer  | talk                     | yes=true              | hidden                                  | mentor
POST /agreements/{agreement:elsas}/taken-back | talk                    | -                     | mentor                                  | home teacher observer principal
POST /agreements/{agreement:omars}/taken-back | talk                    | -                     | mentor                                  | omar omars_mother teacher observer principal
POST /agreements/{agreement:elsas}/locked    | talk                     | reason=x              | mentor                                  | home teacher observer principal
POST /agreements/{agreement:hiddens}/locked  | talk                     | reason=x              | mentor                                  | hidden
POST /plans/{plan:far}/phase                 | talk                     | phase=shared reason=x | far_principal                           | far far_teacher far_observer
GET /plans/{plan:elsa}/prepare               | draft                    | -                     | elsa teacher                            | anna bo mentor observer principal
GET /plans/{plan:elsa}/prepare               | shared talk agreed       | -                     | home teacher                            | mentor observer principal
GET /plans/{plan:omar}/prepare               | shared                   | -                     | omar omars_mother teacher               | mentor observer principal
GET /plans/{plan:hidden}/prepare             | shared                   | -                     | hidden                                  | mentor
GET /plans/{plan:far}/prepare                | draft                    | -                     | far                                     | far_teacher far_observer far_principal
GET /plans/{plan:elsa}/prepare/parts         | draft                    | -                     | elsa teacher                            | anna bo mentor observer principal
GET /plans/{plan:foreign}/prepare/parts      | shared                   | -                     | foreign                                 | stranger
POST /preparations/{preparation:elsas}/handed-in       | draft shared   | -                     | elsa                                    | staff
POST /preparations/{preparation:elsas_closed}/handed-in | draft         | -                     | -                                       | elsa staff
POST /preparations/{preparation:elsas}/handed-in       | agreed         | -                     | -                                       | elsa staff
POST /preparations/{preparation:maths}/handed-in       | draft          | -                     | teacher                                 | mentor observer principal
POST /preparations/{preparation:annas}/handed-in       | draft          | -                     | -                                       | staff
POST /preparations/{preparation:annas}/handed-in       | shared talk    | -                     | anna                                    | elsa staff
POST /preparations/{preparation:annas}/handed-in       | agreed         | -                     | -                                       | elsa anna staff
POST /preparations/{preparation:elsas_ready}/taken-back | draft         | -                     | elsa                                    | staff
POST /preparations/{preparation:elsas_ready}/taken-back | shared        | -                     | -                                       | elsa staff
POST /preparations/{preparation:maths_ready}/taken-back | draft         | -                     | teacher                                 | mentor observer principal
POST /preparations/{preparation:annas_ready}/taken-back | shared        | -                     | anna                                    | elsa staff
POST /preparations/{preparation:annas_ready}/taken-back | talk agreed   | -                     | -                                       | elsa anna staff
POST /preparations/{preparation:elsas}/closed          | draft          | -                     | mentor principal                        | elsa teacher observer
POST /preparations/{preparation:annas}/closed          | shared         | -                     | mentor principal                        | elsa anna teacher observer
POST /preparations/{preparation:elsas_ready}/closed    | draft          | -                     | -                                       | elsa staff
POST /preparations/{preparation:maths}/closed          | agreed         | -                     | -                                       | staff
POST /preparations/{preparation:maths_closed}/asked    | draft          | -                     | mentor principal                        | teacher observer
POST /preparations/{preparation:elsas_closed}/asked    | agreed         | -                     | -                                       | elsa staff
GET /classes/{class:ours}/assessments        | draft                    | -                     | mentor teacher                          | elsa omar hidden anna bo omars_mother observer principal admin
GET /classes/{class:far}/assessments         | draft                    | -                     | far_teacher                             | far far_observer far_principal director
GET /classes/{class:foreign}/assessments     | draft                    | -                     | -                                       | foreign stranger
POST /classes/{class:ours}/assessments       | draft                    | subject=Matematik     | mentor teacher                          | elsa omar hidden anna bo omars_mother observer principal admin
GET /assessments/{preparation:maths}         | draft talk               | -                     | teacher                                 | mentor observer principal
GET /assessments/{preparation:elsas}         | draft                    | -                     | -                                       | elsa staff
GET /assessments/{preparation:annas}         | shared                   | -                     | -                                       | elsa anna staff
GET /answers/{answer:feel}                   | draft                    | -                     | elsa staff                              | -
GET /answers/{answer:feel}                   | shared talk              | -                     | all                                     | -
GET /answers/{answer:rest}                   | draft                    | -                     | -                                       | -
GET /answers/{answer:rest}                   | shared talk              | -                     | elsa anna mentor observer principal     | -
GET /answers/{answer:subject}                | draft                    | -                     | staff                                   | -
GET /answers/{answer:calm}                   | shared                   | -                     | all                                     | -
POST /answers/{answer:feel}                  | draft                    | value=1               | elsa                                    | staff
POST /answers/{answer:feel}                  | shared                   | value=1               | elsa                                    | anna bo staff
POST /answers/{answer:feel_in}               | draft                    | value=1               | -                                       | elsa staff
POST /answers/{answer:rest}                  | draft                    | value=1               | -                                       | -
POST /answers/{answer:rest}                  | shared                   | value=1               | anna                                    | elsa mentor observer principal
POST /answers/{answer:subject}               | draft                    | value=1               | teacher                                 | mentor observer principal
POST /answers/{answer:subject}               | shared                   | value=1               | teacher                                 | home mentor observer principal
POST /answers/{answer:calm}                  | draft                    | value=1               | mentor teacher                          | observer principal
POST /answers/{answer:work}/files            | draft                    | id=new pdf=yes        | elsa                                    | staff
POST /answers/{answer:work_in}/files         | draft                    | id=new pdf=yes        | -                                       | elsa staff
GET /files/{file:work}                       | draft                    | -                     | elsa staff                              | -
GET /files/{file:work}                       | shared                   | -                     | all                                     | -
POST /files/{file:work}/removed              | draft                    | -                     | elsa                                    | staff
POST /files/{file:work_in}/removed           | draft                    | -                     | -                                       | elsa staff
POST /plans/{plan:elsa}/goals                | draft shared talk agreed | id=new title=x        | home mentor teacher                     | observer principal
POST /plans/{plan:elsa}/goals                | in_use                   | id=new title=x        | home mentor teacher                     | observer principal
POST /plans/{plan:elsa}/goals                | evaluated archived       | id=new title=x        | -                                       | all
POST /plans/{plan:omar}/goals                | talk                     | id=new title=x        | omar omars_mother mentor teacher        | observer principal
POST /plans/{plan:hidden}/goals              | talk                     | id=new title=x        | hidden mentor                           | -
GET /goals/{goal:annas_proposal}             | talk archived            | -                     | all                                     | -
GET /goals/{goal:annas_proposal}             | draft                    | -                     | anna staff                              | -
GET /goals/{goal:cancelled}                  | in_use                   | -                     | staff                                   | -
GET /goals/{goal:omars}                      | talk                     | -                     | omar omars_mother staff                 | -
GET /goals/{goal:hiddens}                    | talk                     | -                     | hidden mentor                           | -
GET /goals/{goal:annas_proposal}/edit        | talk                     | -                     | anna mentor                             | elsa bo teacher observer principal
GET /goals/{goal:annas_proposal}/criteria    | talk                     | -                     | anna mentor                             | elsa bo teacher observer principal
GET /goals/{goal:ongoing}/criteria           | in_use                   | -                     | -                                       | all
POST /goals/{goal:annas_proposal}/criteria   | talk                     | -                     | anna mentor                             | elsa bo teacher observer principal
POST /goals/{goal:ongoing}/criteria          | in_use archived          | -                     | -                                       | all
POST /goals/{goal:hiddens}/criteria          | talk                     | -                     | hidden mentor                           | -
GET /goals/{goal:ongoing}/check-in           | talk in_use              | -                     | home mentor teacher                     | observer principal
GET /goals/{goal:ongoing}/check-in           | archived                 | -                     | -                                       | all
GET /check-ins/{check_in:elsas}/picture      | in_use archived          | -                     | all                                     | -
GET /check-ins/{check_in:hiddens}/picture    | talk                     | -                     | hidden mentor                           | -
GET /plans/{plan:elsa}/follow                | talk in_use archived     | -                     | all                                     | -
GET /plans/{plan:hidden}/follow              | in_use                   | -                     | hidden mentor                           | -
GET /plans/{plan:far}/follow                 | in_use                   | -                     | theirs                                  | -
GET /plans/{plan:omar}/follow/cards          | in_use                   | -                     | omar omars_mother staff                 | -
GET /plans/{plan:foreign}/follow/cards       | in_use                   | -                     | foreign stranger                        | -
GET /goals                                   | talk                     | -                     | mentor                                  | -
POST /goals/fulfilled                        | in_use                   | goal:{goal:done}=true | mentor                                  | home teacher observer principal
POST /goals/fulfilled                        | in_use                   | goal:{goal:ongoing}=true | -                                    | all
POST /goals/fulfilled                        | evaluated archived       | goal:{goal:done}=true | -                                       | all
POST /goals/fulfilled                        | in_use                   | goal:{goal:hiddens}=true | -                                    | hidden mentor
POST /goals/evaluations                      | in_use                   | plan:{plan:elsa}=true | mentor principal                        | home teacher observer
POST /goals/evaluations                      | talk archived            | plan:{plan:elsa}=true | -                                       | all
POST /goals/{goal:done}/outcome              | in_use evaluated         | outcome=fulfilled     | mentor                                  | home teacher observer principal
POST /goals/{goal:ongoing}/outcome           | in_use evaluated         | outcome=carried_over  | mentor                                  | home teacher observer principal
POST /goals/{goal:ongoing}/outcome           | talk agreed archived     | outcome=cancelled     | -                                       | all
POST /goals/{goal:omars}/outcome             | talk                     | outcome=cancelled     | -                                       | omar omars_mother staff
GET /plans/{plan:asked}/evaluation           | in_use evaluated         | -                     | all                                     | -
GET /plans/{plan:omar}/evaluation            | in_use                   | -                     | omar omars_mother staff                 | -
GET /plans/{plan:hidden}/evaluation          | in_use                   | -                     | hidden mentor                           | -
GET /plans/{plan:foreign}/evaluation         | in_use                   | -                     | foreign stranger                        | -
POST /plans/{plan:asked}/evaluation          | in_use                   | looker=pupil face=3   | elsa                                    | anna bo staff
POST /plans/{plan:asked}/evaluation          | in_use                   | looker=home household=annas face=3 | anna                       | elsa bo staff
POST /plans/{plan:asked}/evaluation          | in_use                   | looker=mentor face=3  | mentor                                  | home teacher observer principal
POST /plans/{plan:asked}/evaluation          | agreed evaluated archived | looker=pupil face=3  | -                                       | all
POST /plans/{plan:hidden}/evaluation         | in_use                   | looker=home household=annas face=3 | -                          | hidden mentor
POST /plans/{plan:elsa}/evaluation/asked     | in_use                   | -                     | mentor principal                        | home teacher observer
POST /plans/{plan:elsa}/evaluation/asked     | talk agreed evaluated archived | -               | -                                       | all
POST /plans/{plan:hidden}/evaluation/asked   | in_use                   | -                     | mentor                                  | hidden
POST /plans/{plan:far}/evaluation/asked      | in_use                   | -                     | far_principal                           | far far_teacher far_observer
POST /plans/{plan:asked}/evaluation/taken-back | in_use                 | -                     | mentor principal                        | home teacher observer
POST /plans/{plan:asked}/evaluation/taken-back | evaluated archived     | -                     | -                                       | all
POST /plans/{plan:asked}/evaluation/closed   | in_use                   | -                     | mentor principal                        | home teacher observer
POST /plans/{plan:asked}/evaluation/closed   | archived                 | -                     | -                                       | all
POST /plans/{plan:elsa}/phase                | evaluated                | phase=in_use reason=x | mentor                                  | home teacher observer principal
POST /goals/{goal:annas_proposal}            | shared talk              | title=x               | anna mentor                             | elsa bo teacher observer principal
POST /goals/{goal:annas_proposal}            | draft                    | title=x               | anna mentor                             | teacher observer principal
POST /goals/{goal:mentors_proposal}          | draft                    | title=x               | mentor                                  | teacher observer principal
POST /goals/{goal:ongoing}                   | talk                     | title=x               | mentor                                  | home teacher observer principal
POST /goals/{goal:ongoing}                   | draft                    | title=x               | mentor                                  | elsa teacher observer principal
POST /goals/{goal:ongoing}                   | agreed in_use archived   | title=x               | -                                       | all
POST /goals/{goal:omars}                     | talk                     | title=x               | mentor                                  | omar omars_mother teacher observer principal
POST /goals/{goal:ongoing}/status            | shared talk agreed       | status=done           | elsa mentor                             | anna bo teacher observer principal
POST /goals/{goal:ongoing}/status            | in_use                   | status=done           | elsa mentor                             | anna bo teacher observer principal
POST /goals/{goal:ongoing}/status            | archived                 | status=done           | -                                       | all
POST /goals/{goal:ongoing}/status            | talk                     | status=cancelled      | mentor                                  | home teacher observer principal
POST /goals/{goal:ongoing}/status            | talk                     | status=carried_over   | mentor                                  | home teacher observer principal
POST /goals/{goal:annas_proposal}/status     | talk                     | status=ongoing        | mentor                                  | home teacher observer principal
POST /goals/{goal:done}/status               | talk                     | status=ongoing        | elsa mentor                             | anna bo teacher observer principal
POST /goals/{goal:done}/status               | talk                     | status=fulfilled      | mentor                                  | home teacher observer principal
POST /goals/{goal:cancelled}/status          | talk                     | status=ongoing        | mentor                                  | teacher observer principal
POST /goals/{goal:annas_proposal}/status     | talk                     | status=cancelled      | mentor                                  | home teacher observer principal
POST /goals/{goal:done}/status               | talk                     | status=carried_over   | mentor                                  | home teacher observer principal
POST /goals/{goal:fulfilled}/status          | talk                     | status=ongoing        | mentor                                  | home teacher observer principal
POST /goals/{goal:carried_over}/status       | talk                     | status=ongoing        | mentor                                  | home teacher observer principal
POST /goals/{goal:cancelled}/status          | talk                     | status=proposed       | mentor                                  | teacher observer principal
POST /goals/{goal:omars}/status              | talk                     | status=done           | omar mentor                             | omars_mother teacher observer principal
POST /goals/{goal:ongoing}/check-ins         | talk in_use              | id=new words=x        | home mentor teacher                     | observer principal
POST /goals/{goal:annas_proposal}/check-ins  | talk                     | id=new words=x        | -                                       | all
POST /goals/{goal:cancelled}/check-ins       | talk                     | id=new words=x        | mentor teacher                          | observer principal
POST /plans/{plan:elsa}/comments             | shared talk agreed       | id=new words=x        | all                                     | -
POST /plans/{plan:elsa}/comments             | in_use                   | id=new words=x        | all                                     | -
POST /plans/{plan:elsa}/comments             | draft                    | id=new words=x        | staff                                   | home
POST /plans/{plan:elsa}/comments             | archived                 | id=new words=x        | -                                       | all
POST /plans/{plan:omar}/comments             | talk                     | id=new words=x        | omar omars_mother staff                 | -
POST /plans/{plan:hidden}/comments           | talk                     | id=new words=x        | hidden mentor                           | -
POST /plans/{plan:elsa}/comments             | talk in_use              | + text=staff_notes    | staff                                   | -
POST /plans/{plan:elsa}/comments             | shared talk in_use       | + text=home_anna      | elsa anna mentor observer principal     | -
POST /plans/{plan:elsa}/comments             | shared talk in_use       | + text=home_bo        | elsa bo mentor observer principal       | -
POST /plans/{plan:elsa}/comments             | draft                    | + text=home_anna      | -                                       | -
POST /plans/{plan:elsa}/comments             | draft                    | + text=assessment     | staff                                   | -
POST /plans/{plan:elsa}/comments             | shared talk              | + text=assessment     | all                                     | -
POST /plans/{plan:elsa}/comments             | draft                    | + text=self_assessment | elsa staff                             | -
POST /plans/{plan:elsa}/comments             | draft shared             | + text=agreement      | staff                                   | -
POST /plans/{plan:elsa}/comments             | talk                     | + text=agreement      | all                                     | -
POST /plans/{plan:elsa}/comments             | talk                     | + goal=ongoing        | all                                     | -
POST /plans/{plan:elsa}/comments             | talk                     | + goal=cancelled      | staff                                   | -
POST /plans/{plan:elsa}/comments             | draft                    | + goal=mentors_proposal | staff                                 | -
POST /plans/{plan:elsa}/comments             | talk                     | + thread=annas        | all                                     | -
POST /plans/{plan:elsa}/comments             | talk                     | + thread=staffs       | staff                                   | -
POST /plans/{plan:elsa}/comments             | talk                     | + thread=at_home      | elsa anna mentor observer principal     | -
GET /comments/{comment:annas}                | talk                     | -                     | anna                                    | elsa bo staff
POST /comments/{comment:annas}               | talk                     | words=x               | anna                                    | elsa bo staff
POST /comments/{comment:annas}               | archived                 | words=x               | -                                       | all
POST /comments/{comment:staffs}              | talk                     | words=x               | teacher                                 | mentor observer principal
POST /comments/{comment:at_home}             | talk                     | words=x               | anna                                    | elsa mentor observer principal
POST /comments/{comment:annas}/taken-back    | talk                     | -                     | anna                                    | elsa bo staff
POST /comments/{comment:staffs}/taken-back   | talk                     | -                     | teacher                                 | mentor observer principal
POST /threads/{thread:annas}/resolved        | talk                     | -                     | anna mentor                             | elsa bo teacher observer principal
POST /threads/{thread:staffs}/resolved       | talk                     | -                     | teacher mentor                          | observer principal
POST /threads/{thread:at_home}/resolved      | talk                     | -                     | anna mentor                             | elsa observer principal
POST /threads/{thread:annas}/reopened        | talk                     | -                     | anna mentor                             | elsa bo teacher observer principal
POST /notices/{notice:annas}/read            | talk                     | -                     | anna                                    | -
GET /notices/{notice:annas}                  | talk                     | -                     | anna                                    | -
POST /settings/push/{device:annas}/off       | talk                     | -                     | anna                                    | -
GET /schools/{school:ours}                   | talk                     | -                     | ours director                                    | -
GET /schools/{school:far}                    | talk                     | -                     | theirs director                                  | -
GET /schools/{school:foreign}                | talk                     | -                     | foreign stranger                        | -
GET /classes/{class:ours}                    | talk                     | -                     | ours                                    | -
GET /classes/{class:far}                     | talk                     | -                     | theirs director                         | -
GET /classes/{class:foreign}                 | talk                     | -                     | foreign stranger                        | -
GET /pupils/{pupil:elsa}                     | draft talk               | -                     | all admin                               | -
GET /pupils/{pupil:hidden}                   | talk                     | -                     | hidden mentor                           | -
GET /pupils/{pupil:far}                      | talk                     | -                     | theirs director                         | -
GET /pupils/{pupil:foreign}                  | talk                     | -                     | foreign stranger                        | -
GET /schools/{school:ours}/guide/{role:pupil} | talk                    | -                     | ours                                    | -
GET /schools/{school:far}/guide/{role:mentor} | talk                    | -                     | theirs director                         | -
GET /schools/{school:ours}/guide/{role:none} | talk                     | -                     | -                                       | -
GET /schools/{school:ours}/guide/{role:pupil}/edit | talk               | -                     | principal admin                         | others
GET /schools/{school:foreign}/guide/{role:pupil}/edit | talk            | -                     | stranger                                | foreign
POST /schools/{school:ours}/guide/{role:teacher} | talk                 | language=sv body=x    | principal admin                         | others
POST /schools/{school:far}/guide/{role:teacher} | talk                  | language=sv body=x    | far_principal director                  | far far_observer far_teacher
POST /schools/{school:ours}/guide/{role:teacher}/original | talk        | language=sv           | principal admin                         | others
GET /pupils/{pupil:elsa}/staircase           | draft talk               | -                     | all admin                               | -
GET /pupils/{pupil:hidden}/staircase         | talk                     | -                     | hidden mentor                           | -
GET /pupils/{pupil:anna}                     | talk                     | -                     | -                                       | -
GET /pupils/{pupil:elsa}/exports             | talk | - | anna bo principal | elsa mentor teacher observer admin
GET /pupils/{pupil:omar}/exports             | talk | - | omars_mother principal | omar mentor teacher observer admin
GET /pupils/{pupil:hidden}/exports           | talk | - | - | hidden mentor
POST /pupils/{pupil:elsa}/exports            | talk | id=new reason=x | anna bo principal | elsa mentor teacher observer admin
POST /pupils/{pupil:hidden}/exports          | talk | id=new reason=x | - | hidden mentor
GET /exports/{export:annas}/state            | talk | - | anna | -
GET /exports/{export:annas}/file             | talk | - | anna | -
GET /exports/{export:principals}/file        | talk | - | principal | -
POST /exports/{export:annas}/removed         | talk | - | anna | -
GET /schools/{school:ours}/pupil-imports     | talk | - | principal | elsa omar hidden anna bo omars_mother mentor teacher observer admin
POST /schools/{school:ours}/pupil-imports    | talk | pupil=elsa pdf=x | principal | elsa omar hidden anna bo omars_mother mentor teacher observer admin
GET /pupil-imports/{pupil_import:principals} | talk | - | principal | -
POST /pupil-imports/{pupil_import:principals}/applied | talk | - | principal | -
POST /pupil-imports/{pupil_import:principals}/dropped | talk | - | principal | -
GET /organisation/retention                  | talk | - | principal far_principal stranger admin | -
POST /organisation/retention                 | talk | kind=comments months=24 after=leaving reason=x | director | principal far_principal stranger admin
GET /organisation/retention/due              | talk | - | director | principal far_principal stranger admin
POST /organisation/retention/due             | talk | id=new | director | principal far_principal stranger admin
GET /schools/{school:ours}/retention         | talk | - | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
POST /schools/{school:ours}/retention        | talk | id=new | admin | elsa omar hidden anna bo omars_mother mentor teacher observer principal
GET /disposals/{disposal:ours}               | talk | - | principal admin | -
GET /disposals/{disposal:foreign}            | talk | - | stranger | -
POST /disposals/{disposal:ours}/approved     | talk | - | admin | principal
POST /disposals/{disposal:admins}/approved  | talk | - | director | principal admin
POST /disposals/{disposal:ours}/withdrawn    | talk | - | admin | principal
GET /pupils/{pupil:elsa}/hold                | talk | - | principal admin | elsa anna bo mentor teacher observer
GET /pupils/{pupil:hidden}/hold              | talk | - | - | hidden mentor
POST /pupils/{pupil:elsa}/hold               | talk | reason=x | principal admin | elsa anna bo mentor teacher observer
POST /pupils/{pupil:elsa}/hold/lifted        | talk | - | principal admin | elsa anna bo mentor teacher observer
GET /schools/{school:ours}/staff             | talk                     | -                     | ours                                    | -
GET /schools/{school:far}/staff              | talk                     | -                     | theirs director                         | -
GET /schools/{school:foreign}/staff          | talk                     | -                     | foreign stranger                        | -
GET /schools/{school:ours}/without-mentor    | talk                     | -                     | principal admin                         | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /schools/{school:far}/without-mentor     | talk                     | -                     | far_principal director                  | far far_observer far_teacher
GET /schools/{school:foreign}/without-mentor | talk                     | -                     | stranger                                | foreign
GET /classes/{class:ours}/list               | talk                     | -                     | ours                                    | -
GET /classes/{class:far}/list                | talk                     | -                     | theirs director                         | -
GET /people/{person:elsa}                    | talk                     | -                     | ours                                    | -
GET /people/{person:hidden}                  | talk                     | -                     | hidden mentor                           | -
GET /people/{person:anna}                    | talk                     | -                     | all admin                               | -
GET /people/{person:mentor}                  | talk                     | -                     | ours                                    | -
GET /people/{person:far}                     | talk                     | -                     | theirs director                         | -
GET /people/{person:far_principal}           | talk                     | -                     | theirs director                         | -
GET /people/{person:foreign}                 | talk                     | -                     | foreign stranger                        | -
GET /people/{person:elsas_face}/picture      | talk                     | -                     | all admin                               | -
GET /people/{person:annas_face}/picture      | talk                     | -                     | anna staff admin                        | -
GET /people/{person:hiddens_face}/picture    | talk                     | -                     | -                                       | -
GET /people/{person:foreigns_face}/picture   | talk                     | -                     | foreign stranger                        | -
GET /people/{person:mentor}/picture          | talk                     | -                     | -                                       | -
GET /schools/{school:ours}/security          | talk                     | -                     | admin                                   | others
GET /schools/{school:far}/security           | talk                     | -                     | director                                | theirs
POST /schools/{school:ours}/security         | talk                     | asked=yes             | admin                                   | others
POST /schools/{school:far}/security          | talk                     | asked=no              | director                                | theirs
POST /schools/{school:ours}/security/{person:teacher}/reset | talk                     | sure=yes              | admin                                   | others
POST /schools/{school:ours}/security/{person:anna}/reset | talk                     | sure=yes              | admin                                   | others
POST /schools/{school:ours}/security/{person:hidden}/reset | talk                     | sure=yes              | -                                       | others
POST /schools/{school:ours}/security/{person:far}/reset | talk                     | sure=yes              | -                                       | others
POST /schools/{school:ours}/security/{person:admin}/reset | talk                     | sure=yes              | director                                | others admin
POST /settings/second-factor/passkeys/{passkey:annas}/remove | talk                     | -                     | anna                                    | -
GET /schools/{school:ours}/accounts          | talk                     | -                     | principal admin                         | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /schools/{school:far}/accounts           | talk                     | -                     | far_principal director                  | far far_teacher far_observer
GET /schools/{school:ours}/invitations       | talk | - | admin | others
GET /schools/{school:far}/invitations        | talk | - | director | theirs
GET /schools/{school:foreign}/accounts       | talk                     | -                     | stranger                                | foreign
POST /schools/{school:ours}/invitations      | talk                     | group=guardians       | admin                                   | elsa omar hidden anna bo omars_mother mentor teacher observer principal
POST /schools/{school:far}/invitations       | talk                     | -                     | director                                | theirs
POST /schools/{school:foreign}/invitations   | talk                     | -                     | -                                       | foreign stranger
POST /pupils/{pupil:hidden}/invitations      | talk                     | -                     | mentor                                  | hidden
POST /pupils/{pupil:elsa}/invitations        | talk                     | -                     | -                                       | all admin director
POST /pupils/{pupil:far}/invitations         | talk                     | -                     | -                                       | theirs director
POST /classes/{class:ours}/slips             | talk                     | -                     | pdf: mentor admin                       | elsa omar hidden anna bo omars_mother teacher observer principal
POST /classes/{class:far}/slips              | talk                     | -                     | pdf: director                                | theirs
POST /classes/{class:foreign}/slips          | talk                     | -                     | -                                       | foreign stranger
POST /sessions/{session:annas}/end           | talk                     | -                     | anna                                    | -
POST /relations/{relation:anna}/end          | talk                     | reason=x              | admin                                   | principal
POST /relations/{relation:anna}/end          | talk                     | reason=x until=2028-01-01 | admin                                 | principal
POST /relations/{relation:mentor}/end        | talk                     | reason=x              | admin                                   | principal
POST /relations/{relation:elsa}/end          | talk                     | reason=x              | admin                                   | principal
POST /relations/{relation:admin}/end         | talk                     | reason=x              | director                                | admin principal
POST /relations/{relation:hidden}/end        | talk                     | reason=x              | -                                       | -
POST /relations/{relation:far}/end           | talk                     | reason=x              | director                                | far_principal
POST /relations/{relation:foreign}/end       | talk                     | reason=x              | -                                       | stranger
GET /pupils/{pupil:elsa}/relations           | draft talk               | -                     | principal admin                         | home mentor teacher observer
GET /pupils/{pupil:hidden}/relations         | talk                     | -                     | -                                       | hidden mentor
GET /pupils/{pupil:far}/relations            | talk                     | -                     | far_principal director                  | far far_teacher far_observer
GET /pupils/{pupil:foreign}/relations        | talk                     | -                     | stranger                                | foreign
GET /pupils/{pupil:anna}/relations           | talk                     | -                     | -                                       | -
GET /pupils/{pupil:elsa}/relations/new       | talk                     | -                     | admin                                   | all
GET /pupils/{pupil:hidden}/relations/new     | talk                     | -                     | -                                       | hidden mentor
POST /pupils/{pupil:elsa}/relations          | talk                     | kind=mentor_of person=teacher reason=x | admin                  | all
POST /pupils/{pupil:elsa}/relations          | talk                     | kind=guardian_of person=far_observer household=apart reason=x | admin | all
POST /pupils/{pupil:elsa}/relations          | talk                     | kind=contact_for person=far_observer reason=x | admin             | all
POST /pupils/{pupil:elsa}/relations          | talk                     | kind=mentor_of person=teacher since=2028-01-01 reason=x | admin       | all
POST /pupils/{pupil:hidden}/relations        | talk                     | kind=mentor_of person=teacher reason=x | -                      | hidden mentor
POST /pupils/{pupil:far}/relations           | talk                     | kind=mentor_of person=teacher reason=x | director                                | theirs
GET /pupils/{pupil:elsa}/class               | talk                     | -                     | admin                                   | all
GET /pupils/{pupil:hidden}/class             | talk                     | -                     | -                                       | hidden mentor
POST /pupils/{pupil:elsa}/class              | talk                     | to=other reason=x     | admin                                   | all
POST /pupils/{pupil:hidden}/class            | talk                     | to=other reason=x     | -                                       | hidden mentor
GET /classes/{class:ours}/relations          | talk                     | -                     | principal admin                         | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /classes/{class:far}/relations           | talk                     | -                     | far_principal director                  | far far_observer far_teacher
GET /classes/{class:ours}/relations/new      | talk                     | -                     | admin                                   | elsa omar hidden anna bo omars_mother mentor teacher observer principal
POST /classes/{class:ours}/relations         | talk                     | kind=teacher_in person=observer subject=Bild reason=x | admin   | elsa omar hidden anna bo omars_mother mentor teacher observer principal
POST /classes/{class:far}/relations          | talk                     | kind=teacher_in person=observer reason=x | director                                | theirs
GET /schools/{school:ours}/relations         | talk                     | -                     | principal admin                         | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /schools/{school:far}/relations          | talk                     | -                     | far_principal director                  | far far_observer far_teacher
GET /schools/{school:ours}/relations/new     | talk                     | -                     | admin                                   | elsa omar hidden anna bo omars_mother mentor teacher observer principal
POST /schools/{school:ours}/relations        | talk                     | kind=observer_in person=teacher reason=x | admin                | elsa omar hidden anna bo omars_mother mentor teacher observer principal
POST /schools/{school:far}/relations         | talk                     | kind=observer_in person=teacher reason=x | director                                | theirs
POST /relations/{relation:anna}/household    | talk                     | household=apart reason=x | admin                                  | principal
POST /relations/{relation:let_in}/end        | talk                     | reason=x              | -                                       | admin principal
POST /relations/{relation:let_in}/taken-back | talk                     | -                     | elsa                                    | -
POST /relations/{relation:anna}/taken-back   | talk                     | -                     | -                                       | -
POST /relations/{relation:granted}/end       | talk                     | reason=x              | -                                       | mentor
GET /pupils/{pupil:elsa}/protection          | talk                     | -                     | principal admin                         | home mentor teacher observer
GET /pupils/{pupil:hidden}/protection        | talk                     | -                     | mentor                                  | hidden
POST /pupils/{pupil:elsa}/protection         | talk                     | on=true reason=x      | admin                                   | all
POST /pupils/{pupil:elsa}/protection         | talk                     | on=true reason=x person=mentor | admin                          | all
POST /pupils/{pupil:hidden}/protection       | talk                     | on=false reason=x     | -                                       | hidden mentor
POST /pupils/{pupil:hidden}/granted          | talk                     | person=teacher reason=x | -                                     | hidden mentor
POST /pupils/{pupil:elsa}/granted            | talk                     | person=teacher reason=x | -                                     | all admin
GET /pupils/{pupil:elsa}/access              | draft talk               | -                     | home principal admin                    | mentor teacher observer
GET /pupils/{pupil:omar}/access              | talk                     | -                     | omar omars_mother principal admin       | mentor teacher observer
GET /pupils/{pupil:hidden}/access            | talk                     | -                     | hidden                                  | mentor
POST /pupils/{pupil:elsa}/access             | talk                     | person=anna until=2027-01-01 | -                                | all admin
GET /pupils/{pupil:elsa}/access-log          | draft talk               | -                     | home principal admin                    | mentor teacher observer
GET /pupils/{pupil:omar}/access-log          | talk                     | -                     | omar omars_mother principal admin       | mentor teacher observer
GET /pupils/{pupil:hidden}/access-log        | talk                     | -                     | hidden                                  | mentor
GET /pupils/{pupil:far}/access-log           | talk                     | -                     | far far_principal director              | far_teacher far_observer
GET /pupils/{pupil:elsa}/why                 | talk                     | -                     | principal admin                         | home mentor teacher observer
GET /pupils/{pupil:hidden}/why               | talk                     | -                     | -                                       | hidden mentor
GET /pupils/{pupil:elsa}/handed-over         | talk                     | -                     | -                                       | -
GET /organisation                            | talk | - | admins | -
POST /organisation/schools                   | talk | id=new name=x | director | admin
POST /organisation/schools/{school:hand}     | talk | name=x | director | -
POST /organisation/schools/{school:ours}     | talk | name=x | - | admins
POST /organisation/schools/{school:foreign}  | talk | name=x | - | -
POST /schools/{school:ours}/classes          | talk | id=new name=9X | admins | others
POST /schools/{school:far}/classes           | talk | id=new name=9X | director | theirs
POST /schools/{school:foreign}/classes       | talk | id=new name=9X | - | foreign stranger
POST /classes/{class:ours}/name              | talk | name=9X | - | ours director
POST /organisation/years                     | talk | id=new title=x first_day=2080-08-01 last_day=2081-06-30 | director | admin
GET /organisation/years/{year:coming}        | talk | - | admins | -
POST /organisation/years/{year:coming}       | talk | title=x first_day=2090-08-01 last_day=2091-06-30 | director | admin
POST /organisation/years/{year:roster}       | talk | title=x first_day=2090-08-01 last_day=2091-06-30 | - | admins
POST /organisation/years/{year:roster}/removed | talk | - | - | admins
POST /organisation/years/{year:roster}/terms | talk | id=new title=x first_day=2090-08-01 last_day=2091-06-30 | director | admin
POST /organisation/years/{year:empty}/removed | talk | - | director | admin
POST /organisation/years/{year:empty}/terms  | talk | id=new title=x first_day=2090-08-01 last_day=2091-06-30 | director | admin
POST /organisation/terms/{term:hand}         | talk | title=x first_day=2090-08-01 last_day=2091-06-30 | director | admin
POST /organisation/terms/{term:roster}       | talk | title=x first_day=2090-08-01 last_day=2091-06-30 | - | admins
POST /organisation/terms/{term:hand}/removed | talk | - | director | admin
POST /organisation/terms/{term:roster}/removed | talk | - | - | admins
GET /organisation/rollover/{school:ours}     | talk | - | admins | -
GET /organisation/rollover/{school:far}      | talk | - | director | -
GET /organisation/rollover/{school:foreign}  | talk | - | - | -
POST /organisation/rollover/{school:ours}    | talk | year=coming early=true | admins | -
POST /organisation/rollover/{school:far}     | talk | year=coming early=true | director | -
POST /organisation/rollovers/{rollover:ours}/undone | talk | - | admins | -
POST /organisation/rollovers/{rollover:far}/undone  | talk | - | director | -
GET /organisation/merges                     | talk | - | director | admin
GET /organisation/merges/{kept:spare}/{double:spare} | talk | - | director | -
GET /organisation/merges/{kept:elsa}/{double:hidden} | talk | - | - | -
GET /organisation/merges/{kept:elsa}/{double:foreign} | talk | - | - | -
GET /organisation/merges/{kept:director}/{double:mentor} | talk | - | - | director
POST /organisation/merges/{kept:spare}/{double:spare} | talk | reason=x | director | -
POST /organisation/merges/{kept:hidden}/{double:spare} | talk | reason=x | - | -
POST /organisation/merges/{kept:mentor}/{double:director} | talk | reason=x | - | director
POST /organisation/merged/{merge:spare}/undone | talk | - | director | -
POST /organisation/merged/{merge:hidden}/undone | talk | - | - | -
POST /organisation/merged/{merge:director}/undone | talk | - | - | director
GET /organisation/import                     | talk                     | -                     | admin                                   | principal far_principal stranger
POST /organisation/import                    | talk                     | -                     | admin                                   | principal far_principal stranger
GET /organisation/import/template            | talk                     | -                     | admin                                   | principal far_principal stranger
GET /organisation/import/{roster_import:ours}            | talk         | -                     | admin                                   | -
GET /organisation/import/{roster_import:others}          | talk         | -                     | director                                | -
GET /organisation/import/{roster_import:ours}/progress   | talk         | -                     | admin                                   | -
POST /organisation/import/{roster_import:ours}/apply     | talk         | -                     | admin                                   | -
POST /organisation/import/{roster_import:others}/apply   | talk         | -                     | director                                | -
POST /organisation/import/{roster_import:ours}/drop      | talk         | -                     | admin                                   | -
POST /organisation/import/{roster_import:foreign}/drop   | talk         | -                     | -                                       | -
GET /schools/{school:ours}/templates         | talk | - | mentor teacher observer principal admin | homes
POST /schools/{school:ours}/templates        | talk | id=new | principal admin | homes mentor teacher observer
POST /schools/{school:ours}/templates/file   | talk | id=new | principal admin | homes mentor teacher observer
GET /schools/{school:far}/templates          | talk | - | far_observer far_teacher far_principal director | far
POST /schools/{school:far}/templates         | talk | id=new | far_principal director | far far_observer far_teacher
GET /schools/{school:foreign}/templates      | talk | - | stranger | foreign
GET /organisation/templates                  | talk | - | director | admin
POST /organisation/templates                 | talk | id=new | director | admin
POST /organisation/templates/file            | talk | id=new | director | admin
GET /starting-templates/{starting:years_1_3} | talk | - | principal admin far_principal stranger | -
GET /starting-templates/{starting:nowhere}   | talk | - | - | -
GET /templates/{template:draft}              | talk | - | principal admin | -
GET /templates/{template:ours}               | talk | - | readers | -
GET /templates/{template:far}                | talk | - | far_observer far_teacher far_principal director | -
GET /templates/{template:shared}             | talk | - | readers far_observer far_teacher far_principal | -
GET /templates/{template:shared_draft}       | talk | - | director | -
GET /templates/{template:foreign}            | talk | - | stranger | -
GET /templates/{template:draft}/preview      | talk | - | principal admin | -
GET /templates/{template:ours}/preview       | talk | - | readers | -
GET /templates/{template:far}/preview        | talk | - | far_observer far_teacher far_principal director | -
GET /templates/{template:ours}/file          | talk | - | readers | -
GET /templates/{template:draft}/file         | talk | - | principal admin | -
GET /templates/{template:shared}/file        | talk | - | readers far_observer far_teacher far_principal | -
GET /templates/{template:ours}/versions      | talk | - | readers | -
GET /templates/{template:draft}/versions     | talk | - | principal admin | -
GET /templates/{template:ours}/versions/{number:1} | talk | - | readers | -
GET /templates/{template:ours}/versions/{number:9} | talk | - | - | -
GET /templates/{template:far}/versions/{number:1} | talk | - | far_observer far_teacher far_principal director | -
POST /templates/{template:draft}/head        | talk | edited=1 first=en | principal admin | -
POST /templates/{template:ours}/head         | talk | edited=1 first=en | principal admin | mentor teacher observer
POST /templates/{template:far}/head          | talk | edited=1 first=en | far_principal director | far_observer far_teacher
POST /templates/{template:shared}/head       | talk | edited=1 first=en | director | readers far_observer far_teacher far_principal
POST /templates/{template:foreign}/head      | talk | edited=1 first=en | stranger | -
POST /templates/{template:ours}/agenda       | talk | edited=1 | principal admin | mentor teacher observer
POST /templates/{template:ours}/sections     | talk | edited=1 id=new writer=home | principal admin | mentor teacher observer
POST /templates/{template:ours}/sections/{piece:now} | talk | edited=1 writer=home | principal admin | mentor teacher observer
POST /templates/{template:ours}/sections/{piece:now}/removed | talk | edited=1 | principal admin | mentor teacher observer
POST /templates/{template:ours}/sections/{piece:now}/place | talk | edited=1 place=1 | principal admin | mentor teacher observer
POST /templates/{template:ours}/sections/{piece:now}/questions | talk | edited=1 id=new kind=text | principal admin | mentor teacher observer
POST /templates/{template:ours}/questions/{piece:mood} | talk | edited=1 kind=text | principal admin | mentor teacher observer
POST /templates/{template:ours}/questions/{piece:mood}/removed | talk | edited=1 | principal admin | mentor teacher observer
POST /templates/{template:ours}/questions/{piece:mood}/place | talk | edited=1 place=now/1 | principal admin | mentor teacher observer
POST /templates/{template:draft}/published   | talk | edited=1 | principal admin | -
POST /templates/{template:ours}/published    | talk | edited=1 | principal admin | mentor teacher observer
POST /templates/{template:shared}/published  | talk | edited=1 | director | readers far_observer far_teacher far_principal
POST /templates/{template:ours}/archived     | talk | - | principal admin | mentor teacher observer
POST /templates/{template:shared}/archived   | talk | - | director | readers far_observer far_teacher far_principal
POST /templates/{template:ours}/restored     | talk | - | principal admin | mentor teacher observer
GET /classes/{class:ours}/round              | talk | - | mentor principal admin | elsa omar hidden anna bo omars_mother teacher observer
GET /classes/{class:far}/round               | talk | - | far_principal director | far far_teacher far_observer
GET /classes/{class:foreign}/round           | talk | - | stranger | foreign
POST /classes/{class:ours}/round             | talk | template=published:ours | mentor principal admin | elsa omar hidden anna bo omars_mother teacher observer
GET /schools/{school:ours}/rounds            | talk | - | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /schools/{school:far}/rounds             | talk | - | far_principal director | far far_teacher far_observer
GET /schools/{school:ours}/rounds/progress   | talk | - | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
POST /schools/{school:ours}/rounds           | talk | class:{klass:ours}=true template:{klass:ours}=published:ours | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /schools/{school:ours}/criteria          | talk | - | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /schools/{school:far}/criteria           | talk | - | far_principal director | far far_teacher far_observer
GET /schools/{school:ours}/criteria/blank    | talk | - | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
POST /schools/{school:ours}/criteria         | talk | id=new pdf=x | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
GET /criteria-imports/{criteria:ours}        | talk | - | principal admin director | -
GET /criteria-imports/{criteria:far}         | talk | - | far_principal director | -
POST /criteria-imports/{criteria:ours}/applied | talk | - | principal admin director | -
GET /schools/{school:ours}/plan-years        | talk | - | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
POST /schools/{school:ours}/plan-years       | talk | year:4=true | principal admin | elsa omar hidden anna bo omars_mother mentor teacher observer
POST /schools/{school:far}/plan-years        | talk | year:4=true | far_principal director | far far_teacher far_observer
GET /rounds/{round:ours}                     | talk | - | mentor principal admin | -
GET /rounds/{round:far}                      | talk | - | far_principal director | -
GET /rounds/{round:foreign}                  | talk | - | stranger | -
GET /rounds/{round:ours}/progress            | talk | - | mentor principal admin | -
POST /rounds/{round:ours}/latecomers         | talk | - | mentor principal admin | -
POST /rounds/{round:ours}/steps              | talk | asks_home=true | mentor principal admin | -
POST /rounds/{round:far}/steps               | talk | asks_home=true | far_principal director | -
GET /rounds/{round:ours}/version             | talk | - | mentor principal admin | -
POST /rounds/{round:ours}/version            | talk | version=newer | mentor principal admin | -
POST /rounds/{round:ours}/undone             | talk | - | mentor principal admin | -
POST /rounds/{round:far}/undone              | talk | - | far_principal director | -
POST /plans/{plan:elsa}/talks                | shared talk              | id=new                | mentor principal                        | home teacher observer
POST /plans/{plan:elsa}/talks                | draft agreed             | id=new                | -                                       | all
POST /plans/{plan:omar}/talks                | talk                     | id=new                | mentor principal                        | omar omars_mother teacher observer
POST /plans/{plan:hidden}/talks              | talk                     | id=new                | mentor                                  | hidden
GET /plans/{plan:elsa}/talk                  | draft talk agreed | - | all | -
GET /plans/{plan:hidden}/talk                | talk | - | hidden mentor | -
GET /talks/{talk:elsas}                      | talk agreed              | -                     | attend                                  | -
GET /talks/{talk:annas}                      | talk                     | -                     | elsa anna mentor principal              | -
GET /talks/{talk:omar}                       | talk                     | -                     | omar omars_mother mentor principal      | -
GET /talks/{talk:hidden}                     | talk                     | -                     | hidden mentor                           | -
GET /talks/{talk:far}                        | talk                     | -                     | far far_principal                       | -
GET /talks/{talk:foreign}                    | talk                     | -                     | foreign stranger                        | -
GET /talks/{talk:over}                       | talk                     | -                     | home mentor principal                   | -
GET /talks/{talk:elsas}/agenda               | talk                     | -                     | home mentor teacher guest               | principal
GET /talks/{talk:annas}/agenda               | talk                     | -                     | -                                       | elsa anna mentor principal
GET /talks/{talk:elsas}/session              | talk                     | -                     | home mentor teacher guest               | principal
GET /talks/{talk:elsas}/at/{point:where_now} | talk                     | -                     | home mentor teacher guest               | principal
GET /talks/{talk:elsas}/at/{point:reached}   | talk                     | -                     | home mentor teacher guest               | principal
GET /talks/{talk:over}/at/{point:reached}    | talk                     | -                     | -                                       | home mentor principal
POST /talks/{talk:elsas}/entered             | talk                     | -                     | attend                                  | -
POST /talks/{talk:annas}/entered             | talk                     | -                     | elsa anna mentor principal              | -
POST /talks/{talk:over}/entered              | talk                     | -                     | -                                       | home mentor principal
POST /talks/{talk:elsas}/left                | talk                     | -                     | attend                                  | -
POST /talks/{talk:annas}/left                | talk                     | -                     | elsa anna mentor principal              | -
POST /talks/{talk:elsas}/ended               | talk                     | -                     | mentor principal                        | home teacher
POST /talks/{talk:annas}/ended               | talk                     | -                     | mentor principal                        | elsa anna
POST /talks/{talk:elsas}/point               | talk                     | point=reached         | mentor principal                        | home teacher
POST /talks/{talk:over}/point                | talk                     | point=reached         | -                                       | home mentor principal
POST /talks/{talk:elsas}/lead                | talk                     | person=elsa           | mentor principal                        | home teacher
POST /talks/{talk:elsas}/points              | talk                     | id=new title=x        | mentor principal                        | home teacher
POST /talks/{talk:elsas}/points/{point:reached} | talk                  | place=1               | mentor principal                        | home teacher
POST /talks/{talk:elsas}/points/{point:reached}/removed | talk          | -                     | mentor principal                        | home teacher
POST /talks/{talk:elsas}/reach               | talk                     | phone=1               | mentor principal                        | home teacher
GET /talks/{talk:elsas}/guests               | talk                     | -                     | mentor principal                        | home teacher
POST /talks/{talk:elsas}/guests              | talk                     | id=new name=x kind=other | pdf:mentor principal                 | home teacher
POST /talks/{talk:omar}/guests               | talk                     | id=new name=x kind=other | pdf:mentor principal                 | omar omars_mother
POST /talks/{talk:elsas}/teachers            | talk                     | person=teacher        | mentor principal                        | home teacher
POST /invited/{invited:waits}/admitted       | talk                     | -                     | mentor principal                        | home teacher
POST /invited/{invited:waits}/removed        | talk                     | -                     | mentor principal                        | home teacher
POST /invited/{invited:inside}/removed       | talk                     | -                     | mentor principal                        | home teacher
POST /invited/{invited:inside}/writes        | talk                     | on=true               | mentor principal                        | home teacher
GET /classes/{class:ours}/overview           | draft talk | - | mentor teacher observer principal admin | -
GET /classes/{class:far}/overview            | talk | - | far_teacher far_observer far_principal director | -
GET /classes/{class:foreign}/overview        | talk | - | stranger | -
GET /classes/{class:ours}/overview/rows      | talk | - | mentor teacher observer principal admin | -
POST /classes/{class:ours}/overview          | talk | act=remind plan:{plan:elsa}=true | mentor principal | teacher observer admin
POST /classes/{class:ours}/overview          | draft | act=show plan:{plan:elsa}=true | mentor principal | teacher observer admin
POST /classes/{class:ours}/overview          | draft | act=close plan:{plan:elsa}=true | mentor principal | teacher observer admin
POST /classes/{class:far}/overview           | talk | act=remind plan:{plan:far}=true | far_principal | far_teacher far_observer director
GET /schools/{school:ours}/overview          | talk | - | principal admin | -
GET /schools/{school:far}/overview           | talk | - | far_principal director | -
GET /schools/{school:ours}/overview/rows     | talk | - | principal admin | -
GET /schools/{school:ours}/overview/counts   | talk | - | principal admin | -
POST /schools/{school:ours}/overview         | talk | act=remind plan:{plan:elsa}=true | principal | admin
GET /organisation/overview                   | talk | - | director | -
GET /organisation/overview/counts            | talk | - | director | -
"""  # noqa: E501  # one act a line is how a table is read

# What is everybody's own, or nobody's secret: with its status for whoever is signed in, and for whoever is not.
EVERYBODY = """
act                                | sends             | signed in | not
GET /                              | -                 | 200       | 303
GET /now                           | -                 | 200       | 303
GET /guide                         | -                 | 200       | 303
GET /notices                       | -                 | 200       | 303
GET /notices/list                  | -                 | 200       | 303
POST /notices/read                 | -                 | 303       | 401
GET /search                        | -                 | 200       | 303
GET /settings                      | -                 | 200       | 303
POST /settings                     | about=x           | 303       | 401
POST /settings/picture             | -                 | 422       | 401
POST /settings/picture/removed     | -                 | 303       | 401
GET /settings/reading              | -                 | 200       | 303
POST /settings/reading             | letters=large     | 303       | 401
GET /settings/notices              | -                 | 200       | 303
POST /settings/notices | goals_mail=never comments_mail=never preparation_mail=never times_mail=never booking_mail=never plan_mail=never access_mail=never agreement_mail=never | 303 | 401
GET /settings/calendar             | -                 | 200       | 303
POST /settings/calendar            | -                 | 200       | 401
POST /settings/calendar/ended      | -                 | 303       | 401
GET /calendar/{token:none}.ics     | -                 | 404       | 404
GET /booking/day                   | -                 | 200       | 303
GET /booking/day/lines             | -                 | 200       | 303
POST /settings/notices/quiet       | -                 | 303       | 401
POST /settings/notices/again       | what=nightly      | 303       | 401
POST /settings/push                | endpoint=xxxxxxxxxxxx p256dh=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx auth=xxxxxxxxxxxxxxxxxxxxxx | 422 | 401
GET /stop/{token:none}             | -                 | 404       | 404
POST /stop/{token:none}            | -                 | 404       | 404
GET /worker.js                     | -                 | 200       | 200
POST /settings/mail/again          | -                 | 303       | 401
POST /language                     | language=en       | 303       | 303
POST /theme                        | theme=dark        | 303       | 303
GET /sign-in                       | -                 | 200       | 200
POST /sign-in                      | user_name=x password=x | 401  | 401
GET /words/{language:en}.{mark:0}.json | -             | 404       | 404
GET /healthz                       | -                 | 200       | 200
GET /schemas/pupil-archive-1.json  | -                 | 200       | 200
GET /readyz                        | -                 | 200       | 200
GET /metrics                       | -                 | 404       | 404
GET /static                        | -                 | 307       | 307
GET /sign-in/second-step           | -                 | 303       | 303
POST /sign-in/second-step/code     | code=123456       | 401       | 401
POST /sign-in/second-step/recovery | code=x            | 401       | 401
POST /sign-in/second-step/passkey  | credential=x      | 401       | 401
POST /sign-in/second-step/challenge | -                 | 401       | 401
POST /sign-in/second-step/leave    | -                 | 401       | 401
POST /sign-in/passkey              | credential=x      | 401       | 401
POST /sign-in/passkey/challenge    | -                 | 200       | 200
GET /sign-in/with/{provider:none}  | -                 | 404       | 404
GET /sign-in/from/{provider:none}  | -                 | 404       | 404
GET /settings/second-factor        | -                 | 200       | 303
POST /settings/second-factor/proof | password=x        | 401       | 401
POST /settings/second-factor/recovery | -                 | 403       | 401
POST /settings/second-factor/app   | -                 | 303       | 401
GET /settings/second-factor/app    | -                 | 200       | 303
POST /settings/second-factor/app/confirm | code=x            | 401       | 401
POST /settings/second-factor/app/remove | -                 | 303       | 401
POST /settings/second-factor/passkeys | credential=x name=x | 401       | 401
POST /settings/second-factor/passkeys/challenge | -                 | 200       | 401
GET /forgotten                     | -                 | 200       | 200
POST /forgotten                    | name=x            | 200       | 200
GET /first                         | -                 | 200       | 200
POST /first                        | user_name=x code=x password=x | 401 | 401
GET /link/{token:none}             | -                 | 404       | 404
POST /link/{token:none}            | password=x        | 404       | 404
GET /guests/{token:none}           | -                 | 404       | 404
POST /guests/{token:none}          | -                 | 404       | 404
GET /mail                          | -                 | 404       | 404
GET /settings/sign-in              | -                 | 200       | 303
GET /settings/mail                 | -                 | 200       | 303
POST /settings/sign-in/seen        | -                 | 303       | 401
POST /settings/password            | present=x password=x | 422    | 401
POST /settings/address             | email=a@b.example present=x | 422 | 401
POST /sessions/end-others          | -                 | 303       | 401
POST /sign-out                     | -                 | 303       | 401
"""  # noqa: E501  # as above


def people(names: str) -> set[str]:
    """Give the persons that a cell names; who administers the organisation may what the school's administrator may."""
    found = {one for name in names.split() if name != "-" for one in GROUPS.get(name, name).split()}
    return found | {"director"} if "admin" in found else found


@dataclass(frozen=True)
class Row:
    """One act in one phase, and who may do it."""

    act: str
    phase: str
    sends: str
    may: frozenset[str]
    sees: frozenset[str]
    answers: bool = False
    """Whether a form is answered with what was asked for, and not with a way on: `pdf:` before those who may."""
    first: bool = True
    """Whether this is the act's first phase; in its later ones those who see nothing of the pupil are walked only in part."""

    def walks(self, name: str) -> bool:
        """Whether somebody is walked in this row."""
        return self.first or name in people("all omar omars_mother admin stranger")

    @property
    def unknown(self) -> int:
        """Give the status that whoever is not signed in gets: sent to sign in, or told to."""
        return 303 if self.act.startswith("GET") else 401

    def expected(self, name: str) -> int:
        """Give the status that somebody gets."""
        if name in self.may and self.act.startswith(LEADS_ON):
            return 303
        if name in self.may:
            return 200 if self.act.startswith("GET") or self.answers else 303
        return 403 if name in self.sees else 404


LEADS_ON = ("GET /notices/", "GET /plans/{plan:elsa}/talk", "GET /plans/{plan:hidden}/talk")
"""What shows nothing itself: a mail's link leads to the place of its notice, the staircase's step to the talk that goes on."""


def cells(table: str) -> list[list[str]]:
    """Split a table into its rows and cells."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def rows() -> list[Row]:
    """Read the table, a row a phase."""
    return [
        Row(
            act,
            phase,
            sends.replace("+", "id=new words=x"),
            frozenset(people(may.removeprefix("pdf:"))),
            frozenset(people(sees)),
            may.startswith("pdf:"),
            number == 0,
        )
        for act, phases, sends, may, sees in cells(HTTP)
        for number, phase in enumerate(phases.split())
    ]


def route_of(act: str) -> str:
    """Give the route that an act goes to: without the things that the table names."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", act)
