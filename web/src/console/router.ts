// Addresses of the console. Each screen is a chunk of its own.
import { createRouter, createWebHistory } from 'vue-router'
import { find_session } from '../api/account'
import { load_pack, pack_names } from '../api/pack'
import { session } from '../api/session'
import LoginPage from './LoginPage.vue'
import MissingPage from './MissingPage.vue'
import { first_path } from './rooms'

// Known by now: the guard below runs first.
function go_home() {
  const home = first_path(session.value?.role ?? '')
  if (home !== '/field/') return home
  location.assign(home) // an entry of its own
  return false
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', name: 'login', component: LoginPage, meta: { open: true } },
    { path: '/', name: 'home', component: MissingPage, beforeEnter: go_home },
    { path: '/desk/:whistle?', name: 'desk', component: () => import('./desk/DeskPage.vue') },
    { path: '/dispatch/packs', name: 'packs', component: () => import('./packs/PacksPage.vue') },
    { path: '/dispatch/:whistle?', name: 'dispatch', component: () => import('./dispatch/DispatchPage.vue') },
    { path: '/board/:whistle?', name: 'board', component: () => import('./board/BoardPage.vue') },
    { path: '/wall', name: 'wall', component: () => import('./wall/WallPage.vue'), meta: { bare: true } },
    { path: '/account', name: 'account', component: () => import('./account/AccountPage.vue') },
    { path: '/account/all', name: 'accounts', component: () => import('./account/AccountsPage.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: MissingPage },
  ],
})

// Nobody sees a screen before it is known who he is and what things are called. An unreachable server is the frame's to
// show.
router.beforeEach(async (to) => {
  if (to.meta.open) return true
  if (!session.value && !(await find_session())) return { name: 'login', query: { to: to.fullPath } }
  const screen = session.value?.opened_with === 'wall'
  if (screen && to.name !== 'wall') return { name: 'login', query: { to: to.fullPath } }
  if (!pack_names()) await load_pack()
  return true
})
